/** `1,234,567`; at most `digits` decimals. */
export function formatNumber(value: number, digits = 0): string {
  return value.toLocaleString('en', { maximumFractionDigits: digits })
}

/** `95.43 %` of a share in 0..1. */
export function formatPercent(share: number, digits = 2): string {
  return `${(100 * share).toFixed(digits)} %`
}

/** Three significant digits, without an exponent where that reads well. */
export function formatSignificant(value: number, digits = 3): string {
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size >= Math.min(1000, 10 ** digits)) return formatNumber(Math.round(value))
  return size >= 1e-4 ? String(Number(value.toPrecision(digits))) : value.toExponential(digits - 1)
}
