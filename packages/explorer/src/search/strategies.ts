import type { Point } from '../point/point.js'
import { type Parameters, parametersAt } from '../point/point.js'
import type { Row } from '../point/row.js'
import { type Plan, pointOf } from '../run/plan-folder.js'
import { costOf } from '../space/metrics.js'
import { gridSize, type Space } from '../space/space.js'
import { searchNsga2 } from './nsga2.js'
import { Random } from './random.js'

/** Points known before any is evaluated, and how many places of the grid were no chip of the space. */
export interface PlannedPoints {
  readonly points: readonly Point[]
  readonly leftOut: number
}

/** Points of the grid, or random ones without repetition. Not of an evolution, whose points depend on results. */
export function planPoints(plan: Plan): PlannedPoints {
  const { space } = plan
  const size = gridSize(space)
  const { strategy, points: wanted, seed } = space.search
  const all = strategy === 'grid' || wanted >= size
  const random = new Random(seed)
  const seen = new Set<number>()
  const points: Point[] = []
  const chips = new Set<string>()
  let leftOut = 0
  for (let i = 0; all ? i < size : points.length < wanted && seen.size < size; i++) {
    const place = all ? i : Math.floor(random.next() * size)
    if (seen.has(place)) continue
    if (!all) seen.add(place)
    const parameters = parametersAt(space, indicesOf(space, place))
    const point = parameters && pointOf(plan, parameters)
    if (point === undefined || chips.has(point.id)) leftOut++
    else {
      chips.add(point.id)
      points.push(point)
    }
  }
  return { points, leftOut }
}

/** Searches by evolution; `run` evaluates points, each once in all, and gives their rows. */
export async function evolve(
  plan: Plan,
  run: (points: readonly Point[]) => Promise<readonly Row[]>,
): Promise<Point[]> {
  const { space } = plan
  const { points: evaluations, population, seed } = space.search
  const visited: Point[] = []
  const costs = new Map<string, readonly number[]>()
  await searchNsga2(
    {
      sizes: space.free.map(({ values }) => values.length),
      belongs: (genome) => parametersAt(space, genome) !== undefined,
      evaluate: async (genomes) => {
        const parameters: (Parameters | undefined)[] = genomes.map((genome) => parametersAt(space, genome))
        const points = parameters.map((values) => values && pointOf(plan, values))
        const fresh = new Map<string, Point>()
        for (const point of points) if (point && !costs.has(point.id)) fresh.set(point.id, point)
        for (const row of await run([...fresh.values()])) costs.set(row.id, costsOf(space, row))
        visited.push(...fresh.values())
        return points.map((point) => point && costs.get(point.id)!)
      },
    },
    { evaluations, population, random: new Random(seed) },
  )
  return visited
}

/** Costs of a row by the space's objectives; infinite when it failed or breaks a limit. */
export function costsOf({ objectives }: Pick<Space, 'objectives'>, row: Row): number[] {
  return objectives.map((metric) =>
    row.status === 'ok' ? costOf(metric, row.metrics[metric]) : Number.POSITIVE_INFINITY,
  )
}

/** Indices of a place of the grid; the last parameter varies fastest. */
function indicesOf({ free }: Space, place: number): number[] {
  const indices = new Array<number>(free.length)
  let rest = place
  for (let i = free.length - 1; i >= 0; i--) {
    indices[i] = rest % free[i].values.length
    rest = Math.floor(rest / free[i].values.length)
  }
  return indices
}
