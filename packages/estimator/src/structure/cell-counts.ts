import type { StructureRole } from '../technology/technology.js'

/** How many cells of each role; a role that is absent counts 0. */
export type CellCounts = Readonly<Partial<Record<StructureRole, number>>>

// These run some hundred times a chip, and chips are estimated by the thousand: plain loops over the roles that are there.

/** Sum of cell counts. */
export function addCells(...counts: readonly CellCounts[]): CellCounts {
  const sum: Partial<Record<StructureRole, number>> = {}
  for (const count of counts) {
    for (const role in count) {
      const cells = count[role as StructureRole]!
      if (cells !== 0) sum[role as StructureRole] = (sum[role as StructureRole] ?? 0) + cells
    }
  }
  return sum
}

/** Cell counts of `copies` copies. */
export function scaleCells(counts: CellCounts, copies: number): CellCounts {
  if (copies === 1) return counts
  const scaled: Partial<Record<StructureRole, number>> = {}
  for (const role in counts) {
    const cells = counts[role as StructureRole]! * copies
    if (cells !== 0) scaled[role as StructureRole] = cells
  }
  return scaled
}
