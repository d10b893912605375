import { pathsFromFacts } from '../timing/estimate-timing.js'
import { timingFeatures } from '../timing/timing-features.js'
import type { TimingCoefficients } from './calibration.js'
import { MEASURED_BLOCKS } from './fit.js'
import type { TruthPoint } from './truth.js'

/** How much a slope of 0 counts against the data, as a part of the chips: few chips must not pin down many slopes. */
const RIDGE = 0.1

/**
 * Fits the slowest path into every block, in every corner that all points have: a constant and a slope for each size that it grows with. Errors count
 * relative to the path. Paths that are estimated from facts alone are not fitted to.
 */
export function fitTiming(points: readonly TruthPoint[]): TimingCoefficients {
  const timed = points.filter(({ periodNs }) => periodNs !== undefined)
  const corners = Object.keys(timed[0]?.periodNs ?? {})
  return Object.fromEntries(
    corners.map((corner) => [
      corner,
      Object.fromEntries(
        MEASURED_BLOCKS.flatMap((block) => {
          const seen = timed.flatMap(({ config, periodNs }) => {
            const period = periodNs![corner]?.[block]
            const isKnown = pathsFromFacts(config).includes(block)
            return period === undefined || isKnown
              ? []
              : [{ period, features: timingFeatures(config, block) }]
          })
          return seen.length === 0 ? [] : [[block, fitPath(seen)]]
        }),
      ),
    ]),
  )
}

/** Ridge regression around the means, by going through the slopes one by one until they stay. */
function fitPath(
  seen: readonly { readonly period: number; readonly features: Readonly<Record<string, number>> }[],
): { constantNs: number; slopesNs: Record<string, number> } {
  const names = Object.keys(seen[0]!.features)
  const weights = seen.map(({ period }) => 1 / period ** 2)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const mean = (of: (i: number) => number): number =>
    weights.reduce((sum, weight, i) => sum + weight * of(i), 0) / total
  const meanPeriod = mean((i) => seen[i]!.period)
  const means = names.map((name) => mean((i) => seen[i]!.features[name]!))
  const columns = names.map((name, k) => seen.map(({ features }) => features[name]! - means[k]!))
  const squares = columns.map((column) => column.reduce((sum, x, i) => sum + weights[i]! * x * x, 0))
  const slopes = names.map(() => 0)
  const rest = seen.map(({ period }) => period - meanPeriod)
  for (let round = 0; round < ROUNDS; round++) {
    columns.forEach((column, k) => {
      if (squares[k] === 0) return
      const pull = column.reduce((sum, x, i) => sum + weights[i]! * x * rest[i]!, 0)
      const next = (pull + squares[k]! * slopes[k]!) / (squares[k]! * (1 + RIDGE))
      const step = next - slopes[k]!
      slopes[k] = next
      for (let i = 0; i < rest.length; i++) rest[i]! -= step * column[i]!
    })
  }
  const constantNs = slopes.reduce((sum, slope, k) => sum - slope * means[k]!, meanPeriod)
  return {
    constantNs: figure(constantNs),
    slopesNs: Object.fromEntries(names.map((name, k) => [name, figure(slopes[k]!)])),
  }
}

const ROUNDS = 200

function figure(value: number): number {
  return Number(value.toPrecision(4))
}
