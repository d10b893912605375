import { CELL_ROLES, type CellRole } from '../technology/technology.js'

/** How many cells of each role; a role that is absent counts 0. */
export type CellCounts = Readonly<Partial<Record<CellRole, number>>>

/** Sum of cell counts. */
export function addCells(...counts: readonly CellCounts[]): CellCounts {
  const sum: Partial<Record<CellRole, number>> = {}
  for (const role of CELL_ROLES) {
    const total = counts.reduce((cells, count) => cells + (count[role] ?? 0), 0)
    if (total !== 0) sum[role] = total
  }
  return sum
}

/** Cell counts of `copies` copies. */
export function scaleCells(counts: CellCounts, copies: number): CellCounts {
  const scaled: Partial<Record<CellRole, number>> = {}
  for (const role of CELL_ROLES) {
    const cells = (counts[role] ?? 0) * copies
    if (cells !== 0) scaled[role] = cells
  }
  return scaled
}

/** Number of cells of all roles together. */
export function countCells(counts: CellCounts): number {
  return CELL_ROLES.reduce((cells, role) => cells + (counts[role] ?? 0), 0)
}
