import { paretoFront } from './pareto.js'

/**
 * Volume that some costs dominate, up to a reference; exact, by slices along the last cost.
 *
 * @param reference - costs beyond it do not count
 */
export function hypervolume(costs: readonly (readonly number[])[], reference: readonly number[]): number {
  const inside = costs.filter((cost) => cost.every((value, i) => value < reference[i]))
  const front = paretoFront(inside).map((i) => inside[i])
  const last = reference.length - 1
  if (last === 0) return front.length === 0 ? 0 : reference[0] - Math.min(...front.map(([value]) => value))
  const levels = [...new Set(front.map((cost) => cost[last]))].sort((a, b) => a - b)
  return levels.reduce((volume, level, i) => {
    const slice = front.filter((cost) => cost[last] <= level).map((cost) => cost.slice(0, last))
    const height = (levels[i + 1] ?? reference[last]) - level
    return volume + height * hypervolume(slice, reference.slice(0, last))
  }, 0)
}
