import type { UnsupportedError } from '../errors.js'
import type { ChannelFunction } from './channel-function.js'
import type { Draft } from './draft.js'
import { findGrid, type Levels } from './levels.js'
import { SumFunction } from './sum-function.js'

/** Halvings of the interval in which a real threshold lies. */
const MARGIN_STEPS = 40

/** A real threshold this close to a reachable sum lies on it. */
const TIE = 2 ** (2 - MARGIN_STEPS)

/** Points on both sides of a threshold's expected place that are tried first. */
const GUESS_ASIDE = 2

/** From sums to codes, for the channels of one or more layers; see LayerQuantiser. */
export interface Folded {
  readonly f: SumFunction
  readonly levels: Levels
  readonly direction: Int8Array
  readonly thresholds: readonly Float64Array[]
  /** By channel: distance of the nearest real threshold, and thresholds on a sum. */
  readonly margins: Float64Array
  readonly ties: Int32Array
}

/**
 * Folds everything between some layers' sums and the next layer's input into integer thresholds.
 *
 * Every node in between is monotone, and float64 rounding keeps it so; therefore a binary search of the
 * reference evaluation over the reachable sums finds the thresholds exactly, and each one is confirmed on both
 * sides. The margin is found by letting the sum be real.
 *
 * @param refuseHere - makes the error when the result is not quantised
 */
export function foldThresholds(
  drafts: readonly Draft[],
  f: ChannelFunction,
  refuseHere: (reason: string) => UnsupportedError,
): Folded {
  const lists = f.levels()
  if (lists === undefined) throw refuseHere('its sums reach the next layer without a quantiser between them')
  const values = [...new Set(lists.flat())].sort((a, b) => a - b)
  if (values.length < 2) throw refuseHere('its result is the same for every input')
  const sums = new SumFunction(drafts, f, values, refuseHere)
  const thresholds: Float64Array[] = []
  const points: Float64Array[] = []
  const margins = new Float64Array(sums.channels).fill(Infinity)
  const ties = new Int32Array(sums.channels)
  for (let level = 1; level < values.length; level++) {
    const found = searchLevel(sums, level, points)
    points.push(found)
    confirmLevel(sums, level, found)
    // sums that are levels themselves have no codes in between, so nothing can be near to them
    const nearest = margins.map((margin, c) => margin / sums.step[c])
    for (const [c, distance] of f.isQuantised() ? distances(sums, level, found, nearest).entries() : []) {
      if (distance < TIE) ties[c]++
      margins[c] = Math.min(margins[c], distance < TIE ? 0 : distance * sums.step[c])
    }
    thresholds.push(found.map((point, c) => thresholdOf(sums, c, point)))
  }
  const { levels, kept } = reachableLevels(values, thresholds, (reason) =>
    refuseHere(sameScale(lists) ? reason : 'its levels are scaled differently in different channels'),
  )
  return { f: sums, levels, direction: sums.direction, thresholds: kept, margins, ties }
}

function sameScale(lists: readonly (readonly number[])[]): boolean {
  return lists.every((list) => list.join() === lists[0].join())
}

/**
 * Least point whose code is at least `level`; last + 1 where there is none.
 *
 * @param lower - the same of the levels below, lowest first: no point is less, and steps are often alike
 */
function searchLevel(f: SumFunction, level: number, lower: readonly Float64Array[]): Float64Array {
  const before = lower.at(-1)
  const low = before?.slice() ?? new Float64Array(f.channels)
  const high = f.last.map((point) => point + 1)
  const narrow = (points: Float64Array) => {
    const codes = f.codes(points)
    for (let c = 0; c < f.channels; c++) {
      if (low[c] >= high[c]) continue
      if (codes[c] >= level) high[c] = Math.min(high[c], points[c])
      else low[c] = Math.max(low[c], points[c] + 1)
    }
  }
  const middle = (c: number) => Math.min(Math.floor((low[c] + high[c]) / 2), f.last[c])
  if (before !== undefined && lower.length > 1) {
    const steps = before.map((point, c) => point - lower[lower.length - 2][c])
    for (const aside of [GUESS_ASIDE, -GUESS_ASIDE - 1]) {
      narrow(before.map((point, c) => Math.max(0, Math.min(point + steps[c] + aside, f.last[c]))))
    }
  }
  while (low.some((point, c) => point < high[c])) narrow(low.map((_, c) => middle(c)))
  return low
}

/** Evaluates both sides of every threshold found. */
function confirmLevel(f: SumFunction, level: number, found: Float64Array): void {
  const at = f.codes(found.map((point, c) => Math.min(point, f.last[c])))
  const below = f.codes(found.map((point) => Math.max(point - 1, 0)))
  for (let c = 0; c < f.channels; c++) {
    const reached = found[c] > f.last[c] || at[c] >= level
    const notBefore = found[c] <= 0 || below[c] < level
    if (!reached || !notBefore) throw f.refuseHere(`its result is not monotone in the sum of channel ${c}`)
  }
}

/**
 * Distance of the real threshold from the nearer of the two points around it; Infinity where none is crossed.
 *
 * @param nearest - smallest distances known; where one cannot become smaller, the search ends early
 */
function distances(f: SumFunction, level: number, found: Float64Array, nearest: Float64Array): Float64Array {
  const crossed = found.map((point, c) => Number(point > 0 && point <= f.last[c]))
  const high = found.map((point, c) => Math.min(point, f.last[c]))
  const low = high.map((point) => Math.max(point - 1, 0))
  const open = (point: number, c: number) =>
    crossed[c] > 0 && Math.min(low[c] - (point - 1), point - high[c]) < Math.max(nearest[c], 2 * TIE)
  for (let step = 0; step < MARGIN_STEPS && found.some(open); step++) {
    const middle = low.map((point, c) => (point + high[c]) / 2)
    const codes = f.codes(middle)
    for (let c = 0; c < f.channels; c++) {
      if (codes[c] >= level) high[c] = middle[c]
      else low[c] = middle[c]
    }
  }
  return found.map((point, c) =>
    crossed[c] > 0 ? Math.min(high[c] - (point - 1), point - high[c]) : Infinity,
  )
}

/** Threshold on direction × sum, or ±Infinity for never and always. */
function thresholdOf(f: SumFunction, channel: number, point: number): number {
  if (point > f.last[channel]) return Infinity
  return point <= 0 ? -Infinity : f.sum(channel, point)
}

/**
 * Drops levels that no channel can reach, and adds those that are missing on a grid through the others.
 *
 * @throws UnsupportedError when no grid goes through the levels
 */
function reachableLevels(
  values: readonly number[],
  thresholds: readonly Float64Array[],
  refuseHere: (reason: string) => UnsupportedError,
): { levels: Levels; kept: readonly Float64Array[] } {
  const always = new Float64Array(thresholds[0].length).fill(-Infinity)
  const bounds = [always, ...thresholds, always.map(() => Infinity)]
  const reached = values.flatMap((_, code) => {
    const [from, to] = [bounds[code], bounds[code + 1]]
    return from.some((threshold, c) => threshold < to[c]) ? [code] : []
  })
  for (const codes of [reached, [...values.keys()]]) {
    const grid = codes.length < 2 ? undefined : findGrid(codes.map((code) => values[code]))
    if (grid === undefined) continue
    const kept = grid.nearest.slice(1).map((at) => bounds[codes[at]])
    return { levels: grid.levels, kept }
  }
  throw refuseHere('its result is not on equally spaced levels')
}
