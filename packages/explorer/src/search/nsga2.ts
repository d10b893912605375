import { firstGenomes } from './first-genomes.js'
import { paretoRanks } from './pareto.js'
import type { Genome, Individual, Problem } from './problem.js'
import type { Random } from './random.js'
import { screen } from './screening.js'

export interface Nsga2Options {
  /** Genomes evaluated at most. */
  readonly evaluations: number
  /** Genomes evaluated at a time, once many are known. */
  readonly population: number
  readonly random: Random
}

/** A generation is at most this part of what is known, so that few evaluations are well used; and at least so many. */
const GROWTH = 4
const SMALLEST = 4
/** Tries for a new genome before the space counts as exhausted. */
const TRIES = 2000
/** Children of which one is evaluated. */
const CHILDREN = 40
/** Part of the children that come from anywhere. */
const STRAYS = 0.2
/** Individuals that are parents and that costs are predicted from, at least. */
const KEPT = 150
/** Excluded genomes that are remembered: the last ones, which lie where the search is. */
const BARRED = 300

/**
 * Searches for the Pareto front: NSGA-II (Deb et al. 2002) on indices, without evaluating any genome twice.
 *
 * It starts with a Latin hypercube. Then come tournaments by rank and crowding, uniform crossover, and mutation by a
 * step to a neighbour or a jump anywhere; of many such children those are evaluated that promise most by a model of
 * what is known.
 */
export async function searchNsga2(problem: Problem, options: Nsga2Options): Promise<void> {
  const { evaluations, population: size, random } = options
  const { sizes, belongs = () => true } = problem
  const seen = new Set<string>()
  let parents: Individual[] = []
  const barred: Genome[] = []
  let evaluated = 0
  const evaluate = async (genomes: readonly Genome[]): Promise<void> => {
    for (const genome of genomes) seen.add(genome.join())
    const costs = await problem.evaluate(genomes)
    const made: Individual[] = []
    for (const [i, genome] of genomes.entries()) {
      const cost = costs[i]
      if (cost === undefined) continue
      evaluated++
      if (cost.every(Number.isFinite)) made.push({ genome, costs: cost })
      else barred.push(genome)
    }
    barred.splice(0, barred.length - BARRED)
    parents = select([...parents, ...made], Math.max(KEPT, size))
  }
  const fresh = (make: () => Genome, wanted: number): Genome[] => {
    const genomes = new Map<string, Genome>()
    for (let tries = 0; genomes.size < wanted && tries < TRIES + wanted; tries++) {
      const genome = make()
      const key = genome.join()
      if (!seen.has(key) && !genomes.has(key) && belongs(genome)) genomes.set(key, genome)
    }
    return [...genomes.values()]
  }
  const anywhere = () => sizes.map((count) => random.below(count))
  const start = firstGenomes(sizes, 2 * sizes.length + 2, random)
  let begun = 0
  while (evaluated < evaluations) {
    const wanted = Math.min(size, Math.max(SMALLEST, Math.floor(evaluated / GROWTH)), evaluations - evaluated)
    let genomes: Genome[]
    if (evaluated < start.length || parents.length < 2)
      genomes = fresh(() => start[begun++] ?? anywhere(), wanted)
    else {
      const ranked = rank(parents)
      const make = () => (random.next() < STRAYS ? anywhere() : child(ranked, sizes, random))
      genomes = screen(fresh(make, CHILDREN * wanted), parents, barred, sizes, wanted)
      if (genomes.length === 0) genomes = fresh(anywhere, wanted)
    }
    if (genomes.length === 0) return
    await evaluate(genomes)
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
