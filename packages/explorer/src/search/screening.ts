import { interpolate } from './interpolation.js'
import { dominates, paretoFront } from './pareto.js'
import { type Genome, type Individual, placeOf, squaredDistance } from './problem.js'

/** Squares of distances to known ones by those to barred ones, up to which a candidate counts as open. */
const NEAR = 4

/**
 * Chooses those genomes that promise to extend the front: costs of all are predicted from those of known ones, and of
 * the front that these would make the farthest from what is there is taken, one after the other.
 *
 * @param known - with finite costs
 * @param barred - genomes with infinite costs; candidates next to them are left out
 * @returns at most `wanted`; all others that were not left out follow where too few promise anything
 */
export function screen(
  candidates: readonly Genome[],
  known: readonly Individual[],
  barred: readonly Genome[],
  sizes: readonly number[],
  wanted: number,
): Genome[] {
  const places = known.map(({ genome }) => placeOf(genome, sizes))
  const closed = barred.map((genome) => placeOf(genome, sizes))
  const open = candidates.filter((genome) => {
    const place = placeOf(genome, sizes)
    return nearest(place, places) <= NEAR * nearest(place, closed)
  })
  const scale = scaleOf(known.map(({ costs }) => costs))
  const costs = known.map((individual) => scale(individual.costs))
  const predict = known.length < sizes.length + 2 ? undefined : interpolate(places, costs)
  if (predict === undefined) return open.slice(0, wanted)
  const front = paretoFront(costs).map((i) => costs[i])
  const promising = open
    .map((genome) => ({ genome, costs: predict(placeOf(genome, sizes)) }))
    .filter((candidate) => !front.some((cost) => dominates(cost, candidate.costs)))
  const leading = paretoFront(promising.map((candidate) => candidate.costs)).map((i) => promising[i])
  const chosen = farthest(leading, front, wanted)
  const taken = new Set(chosen)
  return [...chosen, ...open.filter((genome) => !taken.has(genome))].slice(0, wanted)
}

/** Takes candidates one by one, each time that which is farthest from the front and those taken. */
function farthest(
  candidates: readonly Individual[],
  front: readonly (readonly number[])[],
  wanted: number,
): Genome[] {
  const left = candidates.map(({ genome, costs }) => ({ genome, costs, distance: nearest(costs, front) }))
  const chosen: Genome[] = []
  while (chosen.length < wanted && left.length > 0) {
    const best = left.reduce((a, b, i) => (b.distance > left[a].distance ? i : a), 0)
    const [{ genome, costs }] = left.splice(best, 1)
    chosen.push(genome)
    for (const other of left) other.distance = Math.min(other.distance, squaredDistance(other.costs, costs))
  }
  return chosen
}

/** Costs to parts of their extent, by logarithms where they are positive: factors count, not differences. */
function scaleOf(all: readonly (readonly number[])[]): (costs: readonly number[]) => number[] {
  const columns = (all[0] ?? []).map((_, k) => {
    const log = all.every((costs) => costs[k] > 0)
    const values = all.map((costs) => (log ? Math.log(costs[k]) : costs[k]))
    const low = Math.min(...values)
    return { log, low, extent: Math.max(...values) - low || 1 }
  })
  return (costs) =>
    columns.map(({ log, low, extent }, k) => ((log ? Math.log(costs[k]) : costs[k]) - low) / extent)
}

/** Square of the distance to the nearest; infinite when there is none. */
function nearest(place: readonly number[], others: readonly (readonly number[])[]): number {
  return others.reduce(
    (least, other) => Math.min(least, squaredDistance(place, other)),
    Number.POSITIVE_INFINITY,
  )
}
