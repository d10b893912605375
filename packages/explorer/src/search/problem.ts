/** One choice of values: an index into each parameter's values. */
export type Genome = readonly number[]

/** A problem to search: choices, and their costs (less is better). */
export interface Problem {
  /** Number of values of each parameter. */
  readonly sizes: readonly number[]
  /** Whether a genome belongs to the space; costs nothing to ask. All do where it is left out. */
  readonly belongs?: (genome: Genome) => boolean
  /** Costs of some genomes; undefined for one that does not belong to the space; infinite costs for excluded ones. */
  readonly evaluate: (genomes: readonly Genome[]) => Promise<readonly (readonly number[] | undefined)[]>
}

/** A genome that was evaluated. */
export interface Individual {
  readonly genome: Genome
  readonly costs: readonly number[]
}

/** Place of a genome in the unit cube. */
export function placeOf(genome: Genome, sizes: readonly number[]): number[] {
  return genome.map((value, i) => (sizes[i] > 1 ? value / (sizes[i] - 1) : 0))
}

/** Square of the distance of two places. */
export function squaredDistance(a: readonly number[], b: readonly number[]): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2
  return sum
}
