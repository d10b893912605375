import type { CellCounts } from '../src/structure/cell-counts.js'

/** Number of cells of all roles together. */
export function countCells(counts: CellCounts): number {
  return Object.values(counts).reduce((sum, cells) => sum + cells, 0)
}
