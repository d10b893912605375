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

/** The same as numbers, each of a block at its place in `BLOCK_NAMES`: that is little for a chip among thousands. */
export interface StructureAreas {
  readonly storageUm2: readonly number[]
  readonly logicUm2: readonly number[]
  readonly macrosUm2: readonly number[]
}

/** Splits the cells of every block into storage, whose area is known, and the logic beside it, which synthesis decides on. */
export const structureAreas: (config: ChipConfig) => StructureAreas = perChip((config) => {
  const cells = chipCells(config)
  const technology = loadTechnology(config.technology)
  const areas = rolesUm2(technology)
  const [storageUm2, logicUm2, macrosUm2] = [noAreas(), noAreas(), noAreas()]
  for (let block = 0; block < BLOCK_NAMES.length; block++) {
    for (let role = 0; role < STRUCTURE_ROLES.length; role++) {
      const count = cells[block * COLUMNS + role]!
      if (count === 0) continue
      const cellUm2 = areas[role]
      if (cellUm2 === undefined)
        macrosUm2[block]! += count * macroUm2(technology, STRUCTURE_ROLES[role] as MacroRole)
      else if (IS_STORAGE[role]) storageUm2[block]! += count * cellUm2
      else logicUm2[block]! += count * cellUm2
    }
  }
  return { storageUm2, logicUm2, macrosUm2 }
})

function noAreas(): number[] {
  return BLOCK_NAMES.map(() => 0)
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
