import type { ChipConfig } from '@concord/arch'
import type { CalibrationCoefficients } from '../calibrate/calibration.js'
import { perChip } from '../chip-cache.js'
import { BLOCK_NAMES, type BlockName, cellsByBlock } from '../structure/blocks.js'
import type { CellCounts } from '../structure/cell-counts.js'
import { chipStructure } from '../structure/chip.js'
import { loadTechnology } from '../technology/load-technology.js'
import { CELL_ROLES, type CellRole, type Technology } from '../technology/technology.js'

/** Cells that the RTL describes one by one: synthesis keeps them as they are. */
const STORAGE: ReadonlySet<CellRole> = new Set(['flop', 'resetFlop', 'latch', 'clockGate'])

/** Cell area of every block as the structure has it. */
export type AreaParts = Readonly<
  Record<BlockName, { readonly storageUm2: number; readonly logicUm2: number }>
>

/** Cells of every block of a chip. */
export const chipCells: (config: ChipConfig) => Record<BlockName, CellCounts> = perChip((config) =>
  cellsByBlock(chipStructure(config)),
)

/** Area of cells in a technology, µm². */
export function cellAreaUm2(cells: CellCounts, technology: Technology): number {
  let area = 0
  for (const role of CELL_ROLES) area += (cells[role] ?? 0) * technology.cells[role].areaUm2
  return area
}

/** Splits the cells of every block into storage, whose area is known, and the logic beside it, which synthesis decides on. */
export const areaParts: (config: ChipConfig) => AreaParts = perChip((config) => {
  const technology = loadTechnology(config.technology)
  const cells = chipCells(config)
  return Object.fromEntries(
    BLOCK_NAMES.map((name) => {
      let storageUm2 = 0
      for (const role of STORAGE) storageUm2 += (cells[name][role] ?? 0) * technology.cells[role].areaUm2
      return [name, { storageUm2, logicUm2: cellAreaUm2(cells[name], technology) - storageUm2 }]
    }),
  ) as unknown as AreaParts
})

/** Area of a block with the coefficient of its logic. */
export function calibratedAreaUm2(
  parts: AreaParts,
  { logic }: CalibrationCoefficients,
  block: BlockName,
): number {
  const { storageUm2, logicUm2 } = parts[block]
  return storageUm2 + (logic[block] ?? 1) * logicUm2
}
