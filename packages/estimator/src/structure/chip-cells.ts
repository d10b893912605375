import type { ChipConfig } from '@concord/arch'
import { perChip } from '../chip-cache.js'
import { addModule, type BlockCells, cellsOfAll, partCells, sumOfParts } from './block-cells.js'
import { CHIP } from './chip.js'
import { type CellTotals, ChipPart } from './chip-part.js'
import { clockTreeStructure } from './clock-tree.js'
import { memoByReads } from './memo-by-reads.js'
import type { ModuleEntry } from './module.js'

/** Each entry of the chip: most chips of an exploration share most of these with another chip. */
const PARTS = entriesOf(CHIP).map(({ own, block }) =>
  memoByReads((config) => new ChipPart(partCells(own(config), block))),
)

function entriesOf(entry: ModuleEntry): readonly ModuleEntry[] {
  return [entry, ...(entry.parts ?? []).flatMap(entriesOf)]
}

/** All of a chip but its clock tree. */
export const chipParts: (config: ChipConfig) => readonly ChipPart[] = perChip((config) =>
  PARTS.map((part) => part(config)),
)

/** Cells of every block of a chip: those of `chipStructure`, of which nothing is built that another chip has as well. */
export const chipCells: (config: ChipConfig) => BlockCells = perChip((config) => {
  const cells = sumOfParts(chipParts(config).map((part) => part.cells))
  addModule(cells, clockTreeStructure(cellsOfAll(cells)), 'core')
  return cells
})

/** Totals of a chip but for its clock tree. */
export const cellTotals: (config: ChipConfig) => CellTotals = perChip((config) => {
  const sum = { all: 0, latch: 0, flop: 0, resetFlop: 0, clockGate: 0, gatedFlops: 0 }
  for (const { totals } of chipParts(config)) {
    sum.all += totals.all
    sum.latch += totals.latch
    sum.flop += totals.flop
    sum.resetFlop += totals.resetFlop
    sum.clockGate += totals.clockGate
    sum.gatedFlops += totals.gatedFlops
  }
  return sum
})
