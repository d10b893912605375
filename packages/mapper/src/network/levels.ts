/**
 * The values a quantised tensor can have: unit × (first + step × code), code = 0..count − 1.
 *
 * `first` and `step` are integers, so sums of products are integers times one unit.
 */
export interface Levels {
  readonly unit: number
  readonly first: number
  readonly step: number
  readonly count: number
}

/** Largest step tried: levels such as −1, −1/3, 1/3, 1 need 2, none known needs more. */
const STEP_MAX = 16

/** Relative deviation from the grid that float64 rounding of a scale can cause. */
const TOLERANCE = 1e-12

/**
 * Finds the grid of some levels.
 *
 * @param values - two or more, ascending
 * @param tolerance - relative deviation from the grid
 * @returns undefined when they are not equally spaced or zero is not on a grid through them
 */
export function findLevels(values: readonly number[], tolerance = TOLERANCE): Levels | undefined {
  const count = values.length
  const [low, high] = [values[0], values[count - 1]]
  const spacing = (high - low) / (count - 1)
  const size = Math.max(Math.abs(low), Math.abs(high))
  if (values.some((value, code) => Math.abs(value - (low + code * spacing)) > tolerance * size))
    return undefined
  for (let step = 1; step <= STEP_MAX; step++) {
    const first = (low / spacing) * step
    const nearest = Math.round(first)
    if (Math.abs(first - nearest) <= tolerance * Math.max(1, Math.abs(first)) * step) {
      return { unit: spacing / step, first: nearest + 0, step, count }
    }
  }
  return undefined
}

/** Levels added to make a grid stay within the codes that a post unit makes. */
const FILLED_MAX = 16

/**
 * Finds the smallest grid that goes through some values, of which it may have more.
 *
 * @param values - two or more, ascending
 * @returns the grid, and for each of its levels the index of the first value that is not less
 */
export function findGrid(
  values: readonly number[],
): { readonly levels: Levels; readonly nearest: readonly number[] } | undefined {
  const own = findLevels(values)
  if (own !== undefined) return { levels: own, nearest: [...values.keys()] }
  const steps = values.slice(1).map((value, i) => value - values[i])
  const spacing = Math.min(...steps)
  const places = values.map((value) => Math.round((value - values[0]) / spacing))
  const count = places[places.length - 1] + 1
  if (count > FILLED_MAX) return undefined
  const filled = Array.from({ length: count }, (_, i) => values[0] + i * spacing)
  const size = Math.max(Math.abs(filled[0]), Math.abs(filled[count - 1]))
  const off = (value: number, i: number) => Math.abs(value - filled[places[i]]) > TOLERANCE * size
  const levels = values.some(off) ? undefined : findLevels(filled)
  return levels && { levels, nearest: filled.map((_, i) => places.findIndex((place) => place >= i)) }
}

/** Integer value of a code, in units. */
export function levelInteger(levels: Levels, code: number): number {
  return levels.first + levels.step * code
}

/** Code of a value; undefined when it is none of the levels. */
export function codeOfValue(levels: Levels, value: number): number | undefined {
  const { unit, first, step, count } = levels
  const code = Math.round((value / unit - first) / step)
  if (code < 0 || code >= count) return undefined
  const size = Math.max(Math.abs(first), Math.abs(first + step * count))
  return Math.abs(value / unit - levelInteger(levels, code)) <= TOLERANCE * size ? code : undefined
}

/** Planes that the codes take: ceil(log2 count). */
export function codePlanes(levels: Levels): number {
  return Math.max(1, Math.ceil(Math.log2(levels.count)))
}

/** `−1, 1`, `−1, 0, 1` or `0 … 255`, times the unit when it is not 1. */
export function formatLevels(levels: Levels): string {
  const last = levelInteger(levels, levels.count - 1)
  const integers = Array.from({ length: Math.min(levels.count, 4) }, (_, code) => levelInteger(levels, code))
  const list = levels.count <= 4 ? integers.join(', ') : `${levels.first} … ${last}`
  return levels.unit === 1 ? list : `(${list}) × ${Number(levels.unit.toPrecision(6))}`
}
