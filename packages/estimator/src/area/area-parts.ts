import type { ChipConfig } from '@concord/arch'
import type { CalibrationCoefficients } from '../calibrate/calibration.js'
import { perChip } from '../chip-cache.js'
import { COLUMNS } from '../structure/block-cells.js'
import { BLOCK_NAMES, type BlockName } from '../structure/blocks.js'
import { chipCells } from '../structure/chip-cells.js'
import { loadTechnology } from '../technology/load-technology.js'
import { macroOf } from '../technology/missing-macro.js'
import {
  CELL_ROLES,
  type MacroRole,
  STRUCTURE_ROLES,
  type StructureRole,
  type Technology,
} from '../technology/technology.js'

/** Cells that the RTL describes one by one: synthesis keeps them as they are. */
const STORAGE: ReadonlySet<StructureRole> = new Set([
  'flop',
  'resetFlop',
  'latch',
  'clockGate',
  'innerClockGate',
])

/** The same in the order of the roles. */
const IS_STORAGE: readonly boolean[] = STRUCTURE_ROLES.map((role) => STORAGE.has(role))

/** Cell area of every block as the structure has it; that of SRAM macros by itself. */
export type AreaParts = Readonly<
  Record<BlockName, { readonly storageUm2: number; readonly logicUm2: number; readonly macrosUm2: number }>
>

/** Splits the cells of every block into storage, whose area is known, and the logic beside it, which synthesis decides on. */
export const areaParts: (config: ChipConfig) => AreaParts = perChip((config) => {
  const cells = chipCells(config)
  const technology = loadTechnology(config.technology)
  const areas = rolesUm2(technology)
  const parts: Partial<Record<BlockName, AreaParts[BlockName]>> = {}
  BLOCK_NAMES.forEach((name, block) => {
    let [storageUm2, logicUm2, macrosUm2] = [0, 0, 0]
    for (let role = 0; role < STRUCTURE_ROLES.length; role++) {
      const count = cells[block * COLUMNS + role]!
      if (count === 0) continue
      const cellUm2 = areas[role]
      if (cellUm2 === undefined) macrosUm2 += count * macroUm2(technology, STRUCTURE_ROLES[role] as MacroRole)
      else if (IS_STORAGE[role]) storageUm2 += count * cellUm2
      else logicUm2 += count * cellUm2
    }
    parts[name] = { storageUm2, logicUm2, macrosUm2 }
  })
  return parts as AreaParts
})

const rolesOf = new WeakMap<Technology, readonly number[]>()

/** Area of each role's standard cell, in the order of the roles, µm². */
function rolesUm2(technology: Technology): readonly number[] {
  let areas = rolesOf.get(technology)
  if (areas === undefined) {
    areas = CELL_ROLES.map((role) => technology.cells[role].areaUm2)
    rolesOf.set(technology, areas)
  }
  return areas
}

/** Area of one macro, µm². */
function macroUm2(technology: Technology, role: MacroRole): number {
  const { widthUm, heightUm } = macroOf(technology, role)
  return widthUm * heightUm
}

/** Area of a block's standard cells with the coefficient of its logic. */
export function calibratedAreaUm2(
  parts: AreaParts,
  { logic }: CalibrationCoefficients,
  block: BlockName,
): number {
  const { storageUm2, logicUm2 } = parts[block]
  return storageUm2 + (logic[block] ?? 1) * logicUm2
}
