import type { UnsupportedError } from '../errors.js'
import { findLevels, type Levels } from './levels.js'
import type { LayerQuantiser } from './network.js'
import type { Segment } from './segment.js'
import { SumFunction, type SumSource } from './sum-function.js'

/** Halvings of the interval in which a real threshold lies. */
const MARGIN_STEPS = 40

/** A real threshold this close to a reachable sum lies on it. */
const TIE = 2 ** (2 - MARGIN_STEPS)

/**
 * Folds everything between two layers into integer thresholds.
 *
 * Every node in the segment is monotone, and float64 rounding keeps it so; therefore a binary search of the
 * reference evaluation over the reachable sums finds the thresholds exactly, and each one is confirmed on both
 * sides. The margin is found by letting the sum be real.
 *
 * @param refuseHere - makes the error when the result is not quantised
 */
export function foldThresholds(
  layer: SumSource,
  segment: Segment,
  refuseHere: (reason: string) => UnsupportedError,
): LayerQuantiser {
  const values = segment.levelValues()
  if (values === undefined) throw refuseHere('its sums reach the next layer without a quantiser between them')
  if (values.length < 2) throw refuseHere('its result is the same for every input')
  const f = new SumFunction(layer, segment, values, refuseHere)
  const thresholds: Float64Array[] = []
  let margin = Infinity
  let ties = 0
  for (let level = 1; level < values.length; level++) {
    const found = searchLevel(f, level)
    confirmLevel(f, level, found)
    for (const distance of distances(f, level, found)) {
      if (distance < TIE) ties++
      margin = Math.min(margin, distance < TIE ? 0 : distance * layer.inLevels.step)
    }
    thresholds.push(found.map((point, c) => thresholdOf(f, c, point)))
  }
  const { levels, kept } = reachableLevels(values, thresholds, refuseHere)
  const { direction } = f
  return { tensor: segment.output, levels, direction, thresholds: kept, margin, ties }
}

/** Least point whose code is at least `level`; end + 1 where there is none. */
function searchLevel(f: SumFunction, level: number): Float64Array {
  const low = f.start.slice()
  const high = f.end.map((point) => point + 1)
  while (low.some((point, c) => point < high[c])) {
    const middle = low.map((point, c) => Math.min(Math.floor((point + high[c]) / 2), f.end[c]))
    const codes = f.codes(middle)
    for (let c = 0; c < f.channels; c++) {
      if (low[c] >= high[c]) continue
      if (codes[c] >= level) high[c] = middle[c]
      else low[c] = middle[c] + 1
    }
  }
  return low
}

/** Evaluates both sides of every threshold found. */
function confirmLevel(f: SumFunction, level: number, found: Float64Array): void {
  const at = f.codes(found.map((point, c) => Math.min(point, f.end[c])))
  const below = f.codes(found.map((point, c) => Math.max(point - 1, f.start[c])))
  for (let c = 0; c < f.channels; c++) {
    const reached = found[c] > f.end[c] || at[c] >= level
    const notBefore = found[c] <= f.start[c] || below[c] < level
    if (!reached || !notBefore) throw f.refuseHere(`its result is not monotone in the sum of channel ${c}`)
  }
}

/** Distance of the real threshold from the nearer of the two points around it, where one is crossed. */
function distances(f: SumFunction, level: number, found: Float64Array): number[] {
  const high = found.map((point, c) => Math.min(point, f.end[c]))
  const low = high.map((point, c) => Math.max(point - 1, f.start[c]))
  for (let step = 0; step < MARGIN_STEPS; step++) {
    const middle = low.map((point, c) => (point + high[c]) / 2)
    const codes = f.codes(middle)
    for (let c = 0; c < f.channels; c++) {
      if (codes[c] >= level) high[c] = middle[c]
      else low[c] = middle[c]
    }
  }
  return Array.from(found).flatMap((point, c) =>
    point > f.start[c] && point <= f.end[c] ? [Math.min(high[c] - (point - 1), point - high[c])] : [],
  )
}

/** Threshold on direction × sum, or ±Infinity for never and always. */
function thresholdOf(f: SumFunction, channel: number, point: number): number {
  if (point > f.end[channel]) return Infinity
  return point <= f.start[channel] ? -Infinity : f.sum(channel, point)
}

/** Drops levels that no channel can reach, when those that stay are still on a grid. */
function reachableLevels(
  values: readonly number[],
  thresholds: readonly Float64Array[],
  refuseHere: (reason: string) => UnsupportedError,
): { levels: Levels; kept: readonly Float64Array[] } {
  const always = new Float64Array(thresholds[0].length).fill(-Infinity)
  const never = always.map(() => Infinity)
  const bounds = [always, ...thresholds, never]
  const reached = values.flatMap((_, code) => {
    const [from, to] = [bounds[code], bounds[code + 1]]
    return from.some((threshold, c) => threshold < to[c]) ? [code] : []
  })
  const fewer = reached.length >= 2 ? findLevels(reached.map((code) => values[code])) : undefined
  if (fewer !== undefined) return { levels: fewer, kept: reached.slice(1).map((code) => bounds[code]) }
  const levels = findLevels(values)
  if (levels === undefined) throw refuseHere('its result is not on equally spaced levels')
  return { levels, kept: thresholds }
}
