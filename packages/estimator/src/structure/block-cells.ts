import { STRUCTURE_ROLES, type StructureRole } from '../technology/technology.js'
import { BLOCK_NAMES, type BlockName } from './blocks.js'
import type { CellCounts } from './cell-counts.js'
import { type ModuleStructure, ownCells, registerBits } from './module.js'

/**
 * Cells of a structure by block and role: those of role r in block b stand at `b * COLUMNS + r`, both numbered as their lists name them; behind
 * the roles how many of the block's flip-flops hang behind clock gates.
 */
export type BlockCells = Readonly<Float64Array>

const ROLES = STRUCTURE_ROLES.length
const GATED = ROLES
/** Numbers kept of a block. */
export const COLUMNS = ROLES + 1

const BLOCK_INDEX = Object.fromEntries(BLOCK_NAMES.map((name, i) => [name, i])) as Record<BlockName, number>
const ROLE_INDEX = Object.fromEntries(STRUCTURE_ROLES.map((role, i) => [role, i])) as Record<
  StructureRole,
  number
>

/** Cells of a part, which has few kinds of them: places in `BlockCells` and counts, in turn. */
type PartCells = readonly number[]

/** Chips share the structures of their parts; each is added up once. */
const known = new WeakMap<ModuleStructure, { readonly outer: BlockName; readonly cells: PartCells }>()

/**
 * Cells of all copies of a module, parts included.
 *
 * @param outer - block of a module that has none: that of the module around it
 */
export function blockCells(structure: ModuleStructure, outer: BlockName = 'core'): BlockCells {
  const cells = new Float64Array(BLOCK_NAMES.length * COLUMNS)
  addCells(cells, partCells(structure, outer))
  return cells
}

function partCells(structure: ModuleStructure, outer: BlockName): PartCells {
  const found = known.get(structure)
  if (found?.outer === outer) return found.cells
  const { block = outer, copies, parts } = structure
  const sum = new Float64Array(BLOCK_NAMES.length * COLUMNS)
  const own = ownCells(structure)
  const at = BLOCK_INDEX[block] * COLUMNS
  for (const role in own) sum[at + ROLE_INDEX[role as StructureRole]]! += own[role as StructureRole]!
  if (structure.isGated) {
    sum[at + GATED]! += registerBits(structure.registers) + registerBits(structure.resetRegisters)
  }
  for (const part of parts) addCells(sum, partCells(part, block))
  const cells: number[] = []
  for (let i = 0; i < sum.length; i++) if (sum[i] !== 0) cells.push(i, sum[i]! * copies)
  known.set(structure, { outer, cells })
  return cells
}

function addCells(sum: Float64Array, cells: PartCells): void {
  for (let i = 0; i < cells.length; i += 2) sum[cells[i]!]! += cells[i + 1]!
}

/** Flip-flops of one block behind clock gates. */
export function gatedFlops(cells: BlockCells, block: BlockName): number {
  return cells[BLOCK_INDEX[block] * COLUMNS + GATED]!
}

/** Cells of one block by role; roles it has none of are absent. */
export function cellsOfBlock(cells: BlockCells, block: BlockName): CellCounts {
  const at = BLOCK_INDEX[block] * COLUMNS
  return countsOf((role) => cells[at + role]!)
}

/** Cells of all blocks by role. */
export function cellsOfAll(cells: BlockCells): CellCounts {
  return countsOf((role) => {
    let sum = 0
    for (let at = role; at < cells.length; at += COLUMNS) sum += cells[at]!
    return sum
  })
}

function countsOf(count: (role: number) => number): CellCounts {
  const counts: Partial<Record<StructureRole, number>> = {}
  for (let role = 0; role < ROLES; role++) {
    const cells = count(role)
    if (cells !== 0) counts[STRUCTURE_ROLES[role]!] = cells
  }
  return counts
}
