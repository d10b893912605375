import { paretoRanks } from './pareto.js'
import type { Random } from './random.js'

/** One choice of values: an index into each parameter's values. */
export type Genome = readonly number[]

/** A problem to search: choices, and their costs (less is better). */
export interface Problem {
  /** Number of values of each parameter. */
  readonly sizes: readonly number[]
  /** Costs of some genomes; undefined for one that does not belong to the space or fails; infinite costs for excluded ones. */
  readonly evaluate: (genomes: readonly Genome[]) => Promise<readonly (readonly number[] | undefined)[]>
}

export interface Nsga2Options {
  /** Genomes evaluated at most. */
  readonly evaluations: number
  readonly population: number
  readonly random: Random
}

interface Individual {
  readonly genome: Genome
  readonly costs: readonly number[]
}

/** Tries for a new genome before the space counts as exhausted. */
const TRIES = 2000

/**
 * Searches for the Pareto front: NSGA-II (Deb et al. 2002) on indices, without evaluating any genome twice.
 *
 * Tournaments by rank and crowding, uniform crossover, mutation by a step to a neighbour or a jump anywhere.
 */
export async function searchNsga2(problem: Problem, options: Nsga2Options): Promise<void> {
  const { evaluations, population: size, random } = options
  const seen = new Set<string>()
  let evaluated = 0
  const evaluate = async (genomes: readonly Genome[]): Promise<Individual[]> => {
    const costs = await problem.evaluate(genomes)
    evaluated += costs.filter((cost) => cost !== undefined).length
    return genomes.flatMap((genome, i) => (costs[i] ? [{ genome, costs: costs[i] }] : []))
  }
  const fresh = (make: () => Genome, wanted: number): Genome[] => {
    const genomes: Genome[] = []
    for (let tries = 0; genomes.length < wanted && tries < TRIES * wanted; tries++) {
      const genome = make()
      const key = genome.join()
      if (seen.has(key)) continue
      seen.add(key)
      genomes.push(genome)
    }
    return genomes
  }
  const anywhere = () => problem.sizes.map((count) => random.below(count))
  let parents: Individual[] = []
  while (evaluated < evaluations) {
    const wanted = Math.min(size, evaluations - evaluated)
    let genomes: Genome[]
    if (parents.length < size / 2) genomes = fresh(anywhere, wanted)
    else {
      const ranked = rank(parents)
      genomes = fresh(() => child(ranked, problem.sizes, random), wanted)
      if (genomes.length < wanted) genomes.push(...fresh(anywhere, wanted - genomes.length))
    }
    if (genomes.length === 0) return
    parents = select([...parents, ...(await evaluate(genomes))], size)
  }
}

interface Ranked extends Individual {
  readonly rank: number
  readonly crowding: number
}

function rank(individuals: readonly Individual[]): Ranked[] {
  const ranks = paretoRanks(individuals.map(({ costs }) => costs))
  const ranked: Ranked[] = new Array(individuals.length)
  for (let level = 0; level <= Math.max(...ranks); level++) {
    const members = ranks.flatMap((r, i) => (r === level ? [i] : []))
    const distances = crowdingDistances(members.map((i) => individuals[i].costs))
    for (const [place, i] of members.entries()) {
      ranked[i] = { ...individuals[i], rank: level, crowding: distances[place] }
    }
  }
  return ranked
}

/** Distance of each to its neighbours in every cost, in parts of the whole extent; the extreme ones are infinitely far. */
export function crowdingDistances(costs: readonly (readonly number[])[]): number[] {
  const distances = new Array<number>(costs.length).fill(0)
  for (let k = 0; k < (costs[0]?.length ?? 0); k++) {
    const order = costs.map((_, i) => i).sort((a, b) => costs[a][k] - costs[b][k] || a - b)
    const extent = costs[order[order.length - 1]][k] - costs[order[0]][k]
    distances[order[0]] = Number.POSITIVE_INFINITY
    distances[order[order.length - 1]] = Number.POSITIVE_INFINITY
    if (!(extent > 0) || !Number.isFinite(extent)) continue
    for (let i = 1; i < order.length - 1; i++)
      distances[order[i]] += (costs[order[i + 1]][k] - costs[order[i - 1]][k]) / extent
  }
  return distances
}

function better(a: Ranked, b: Ranked): boolean {
  return a.rank !== b.rank ? a.rank < b.rank : a.crowding > b.crowding
}

function select(individuals: readonly Individual[], size: number): Individual[] {
  if (individuals.length <= size) return [...individuals]
  return rank(individuals)
    .map((individual, i) => ({ individual, i }))
    .sort((a, b) =>
      better(a.individual, b.individual) ? -1 : better(b.individual, a.individual) ? 1 : a.i - b.i,
    )
    .slice(0, size)
    .map(({ individual: { genome, costs } }) => ({ genome, costs }))
}

function child(parents: readonly Ranked[], sizes: readonly number[], random: Random): Genome {
  const pick = (): Ranked => {
    const a = parents[random.below(parents.length)]
    const b = parents[random.below(parents.length)]
    return better(b, a) ? b : a
  }
  const [mother, father] = [pick().genome, pick().genome]
  return sizes.map((count, i) => {
    const gene = random.next() < 0.5 ? mother[i] : father[i]
    if (random.next() >= 1.5 / sizes.length) return gene
    if (random.next() < 0.3) return random.below(count)
    const moved = gene + (random.next() < 0.5 ? -1 : 1)
    return Math.min(count - 1, Math.max(0, moved))
  })
}
