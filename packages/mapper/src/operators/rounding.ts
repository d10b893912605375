/** Rounds to the nearest integer, ties to even. */
export function roundHalfEven(x: number): number {
  const down = Math.floor(x)
  const rest = x - down
  if (rest !== 0.5) return rest < 0.5 ? down : down + 1
  return down % 2 === 0 ? down : down + 1
}

const ROUNDING: Readonly<Record<string, (x: number) => number>> = {
  ROUND: roundHalfEven,
  HALF_EVEN: roundHalfEven,
  CEIL: Math.ceil,
  FLOOR: Math.floor,
  UP: (x) => Math.sign(x) * Math.ceil(Math.abs(x)),
  DOWN: Math.trunc,
  HALF_UP: (x) => Math.sign(x) * Math.floor(Math.abs(x) + 0.5),
  HALF_DOWN: (x) => Math.sign(x) * Math.ceil(Math.abs(x) - 0.5),
}

/** The rounding of a QONNX `rounding_mode`, in any letter case. */
export function roundingFunction(mode: string): (x: number) => number {
  const round = ROUNDING[mode.toUpperCase()]
  if (round === undefined) {
    throw new RangeError(`rounding mode "${mode}"; known: ${Object.keys(ROUNDING).join(', ')}`)
  }
  return round
}
