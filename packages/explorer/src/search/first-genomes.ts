import type { Genome } from './problem.js'
import type { Random } from './random.js'

/**
 * Genomes to start with, a Latin hypercube: as often as possible the values of each parameter occur equally often.
 *
 * @param sizes - number of values of each parameter
 */
export function firstGenomes(sizes: readonly number[], count: number, random: Random): Genome[] {
  const columns = sizes.map((size) => {
    const values = Array.from({ length: count }, (_, i) => Math.floor(((i + random.next()) * size) / count))
    for (let i = count - 1; i > 0; i--) {
      const other = random.below(i + 1)
      ;[values[i], values[other]] = [values[other], values[i]]
    }
    return values
  })
  return Array.from({ length: count }, (_, i) => columns.map((values) => values[i]))
}
