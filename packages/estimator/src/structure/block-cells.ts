import { STRUCTURE_ROLES, type StructureRole } from '../technology/technology.js'
import { BLOCK_NAMES, type BlockName } from './blocks.js'
import type { CellCounts } from './cell-counts.js'
import { type ModuleStructure, registerBits } from './module.js'

/**
 * Cells of a structure by block and role: those of role r in block b stand at `b * COLUMNS + r`, both numbered as their lists name them; behind
 * the roles how many of the block's flip-flops hang behind clock gates.
 */
export type BlockCells = readonly number[]

/** The same of a part, which has few kinds of cells: places in `BlockCells` and their counts, in turn. */
export type PartCells = readonly number[]

const ROLES = STRUCTURE_ROLES.length
/** Column of the flip-flops behind clock gates. */
export const GATED = ROLES
/** Numbers kept of a block. */
export const COLUMNS = ROLES + 1

const BLOCK_INDEX = Object.fromEntries(BLOCK_NAMES.map((name, i) => [name, i])) as Record<BlockName, number>
const ROLE_INDEX = Object.fromEntries(STRUCTURE_ROLES.map((role, i) => [role, i])) as Record<
  StructureRole,
  number
>

function noCells(): number[] {
  return new Array<number>(BLOCK_NAMES.length * COLUMNS).fill(0)
}

/**
 * Cells of all copies of a module, parts included.
 *
 * @param outer - block of a module that has none: that of the module around it
 */
export function blockCells(structure: ModuleStructure, outer: BlockName = 'core'): BlockCells {
  const cells = noCells()
  addModule(cells, structure, outer)
  return cells
}

/** Cells of all copies of a module, if there is one, parts included. */
export function partCells(structure: ModuleStructure | undefined, outer: BlockName): PartCells {
  if (structure === undefined) return []
  const cells = blockCells(structure, outer)
  const found: number[] = []
  for (let place = 0; place < cells.length; place++) {
    const count = cells[place]!
    if (count !== 0) found.push(place, count)
  }
  return found
}

/** Cells of parts together. */
export function sumOfParts(parts: readonly PartCells[]): number[] {
  const sum = noCells()
  for (const part of parts) {
    for (let i = 0; i < part.length; i += 2) sum[part[i]!]! += part[i + 1]!
  }
  return sum
}

/** Adds the cells of all copies of a module, parts included, in so many instances of what is around it. */
export function addModule(
  cells: number[],
  { block: own, copies, logic, registers, resetRegisters, isGated, parts }: ModuleStructure,
  outer: BlockName,
  instances = 1,
): void {
  const block = own ?? outer
  const all = instances * copies
  const at = BLOCK_INDEX[block] * COLUMNS
  const [free, reset] = [registerBits(registers), registerBits(resetRegisters)]
  for (const role in logic)
    cells[at + ROLE_INDEX[role as StructureRole]]! += all * logic[role as StructureRole]!
  cells[at + ROLE_INDEX.flop]! += all * free
  cells[at + ROLE_INDEX.resetFlop]! += all * reset
  if (isGated) cells[at + GATED]! += all * (free + reset)
  for (const part of parts) addModule(cells, part, block, all)
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
