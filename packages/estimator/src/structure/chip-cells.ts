import type { ChipConfig } from '@concord/arch'
import { perChip } from '../chip-cache.js'
import {
  addModule,
  type BlockCells,
  cellsOfAll,
  type PartCells,
  partCells,
  sumOfParts,
} from './block-cells.js'
import { CHIP } from './chip.js'
import { clockTreeStructure } from './clock-tree.js'
import { memoByReads } from './memo-by-reads.js'
import type { ModuleEntry } from './module.js'

/** Cells of each entry of the chip: most chips of an exploration share most of these with another chip. */
const PARTS = entriesOf(CHIP).map(({ own, block }) =>
  memoByReads((config): PartCells => partCells(own(config), block)),
)

function entriesOf(entry: ModuleEntry): readonly ModuleEntry[] {
  return [entry, ...(entry.parts ?? []).flatMap(entriesOf)]
}

/** Cells of every block of a chip: those of `chipStructure`, of which nothing is built that another chip has as well. */
export const chipCells: (config: ChipConfig) => BlockCells = perChip((config) => {
  const cells = sumOfParts(PARTS.map((part) => part(config)))
  addModule(cells, clockTreeStructure(cellsOfAll(cells)), 'core')
  return cells
})
