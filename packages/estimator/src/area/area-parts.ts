import type { ChipConfig } from '@concord/arch'
import type { CalibrationCoefficients } from '../calibrate/calibration.js'
import { perChip } from '../chip-cache.js'
import { BLOCK_NAMES, type BlockName } from '../structure/blocks.js'
import { cellTotals, chipParts } from '../structure/chip-cells.js'
import type { CellFigures } from '../structure/chip-part.js'
import { clockTreeCells } from '../structure/clock-tree.js'
import { memoByReads } from '../structure/memo-by-reads.js'
import { loadTechnology } from '../technology/load-technology.js'
import { macroOf } from '../technology/missing-macro.js'
import { isMacroRole, type StructureRole, type Technology } from '../technology/technology.js'

/** Cells that the RTL describes one by one: synthesis keeps them as they are. */
const STORAGE: ReadonlySet<StructureRole> = new Set([
  'flop',
  'resetFlop',
  'latch',
  'clockGate',
  'innerClockGate',
])

/** Cell area of every block as the structure has it; that of SRAM macros by itself. */
export type AreaParts = Readonly<
  Record<BlockName, { readonly storageUm2: number; readonly logicUm2: number; readonly macrosUm2: number }>
>

/** The same as numbers, each of a block at its place in `BLOCK_NAMES`: that is little for a chip among thousands. */
export interface StructureAreas {
  readonly storageUm2: readonly number[]
  readonly logicUm2: readonly number[]
  readonly macrosUm2: readonly number[]
}

/** Storage, logic and macros of a cell, µm². */
class CellAreas implements CellFigures {
  readonly width = 3
  readonly ofGatedFlop = [0, 0, 0]

  constructor(readonly technology: Technology) {}

  ofCell(role: StructureRole): readonly number[] {
    if (isMacroRole(role)) {
      const { widthUm, heightUm } = macroOf(this.technology, role)
      return [0, 0, widthUm * heightUm]
    }
    const { areaUm2 } = this.technology.cells[role]
    return STORAGE.has(role) ? [areaUm2, 0, 0] : [0, areaUm2, 0]
  }
}

const areasOf = memoByReads(({ technology }) => new CellAreas(loadTechnology(technology)))

const CLOCK_TREE = BLOCK_NAMES.indexOf('clockTree')

/**
 * Splits the cells of every block into storage, whose area is known, and the logic beside it, which synthesis decides on.
 *
 * @throws MissingMacroError when the chip has macros that its technology has not
 */
export const structureAreas: (config: ChipConfig) => StructureAreas = perChip((config) => {
  const [storageUm2, logicUm2, macrosUm2] = [noAreas(), noAreas(), noAreas()]
  const sums = [storageUm2, logicUm2, macrosUm2]
  const areas = areasOf(config)
  for (const part of chipParts(config)) part.addTo(sums, areas)
  const { cells } = areas.technology
  const { buffer, clockBuffer } = clockTreeCells(cellTotals(config))
  logicUm2[CLOCK_TREE] = buffer * cells.buffer.areaUm2 + clockBuffer * cells.clockBuffer.areaUm2
  return { storageUm2, logicUm2, macrosUm2 }
})

function noAreas(): number[] {
  return new Array<number>(BLOCK_NAMES.length).fill(0)
}

/** Area of all cells and macros of a chip, µm². */
export function structureUm2({ storageUm2, logicUm2, macrosUm2 }: StructureAreas): number {
  let sum = 0
  for (let block = 0; block < BLOCK_NAMES.length; block++)
    sum += storageUm2[block]! + logicUm2[block]! + macrosUm2[block]!
  return sum
}

/** The areas of a chip by block. */
export function areaParts(config: ChipConfig): AreaParts {
  const { storageUm2, logicUm2, macrosUm2 } = structureAreas(config)
  return Object.fromEntries(
    BLOCK_NAMES.map((name, i) => [
      name,
      { storageUm2: storageUm2[i]!, logicUm2: logicUm2[i]!, macrosUm2: macrosUm2[i]! },
    ]),
  ) as AreaParts
}

/** Area of a block's standard cells with the coefficient of its logic, µm². */
export function calibratedAreaUm2(
  parts: AreaParts,
  { logic }: CalibrationCoefficients,
  block: BlockName,
): number {
  const { storageUm2, logicUm2 } = parts[block]
  return calibratedUm2(storageUm2, logicUm2, logic[block])
}

/** Area of standard cells, µm². */
export function calibratedUm2(storageUm2: number, logicUm2: number, coefficient = 1): number {
  return storageUm2 + coefficient * logicUm2
}
