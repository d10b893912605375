import { CELL_ROLES, type CellRole } from '../technology/technology.js'
import type { CellCounts } from './cell-counts.js'
import { type ModuleStructure, ownCells } from './module.js'

/** The blocks every estimate is split into, and what each holds. */
export const BLOCKS = {
  lanes: 'rows without their memories: XNOR, popcount, partial sum, accumulator, drain register',
  weightBanks: 'weight storage of all rows with write enables and read path',
  accumulatorFile: 'partial sums held in all rows, with write enables and read path',
  operands: 'registers and control beside the rows; buffers that reach every row',
  activationBanks: 'activation and wide storage with write enables, read paths and bank selection',
  thresholds: 'threshold storage with write enables and read path',
  postUnit: 'comparison, pooling, SCALE, planes and writing of results',
  computeEngine: 'compute registers, pixel sequencer, tap range, word walker and checks',
  queues: 'instruction queues of the compute and the store engine',
  commandUnit: 'gathering, checking and dispatch of instructions',
  loadEngine: 'load engine and word assembly',
  storeEngine: 'store engine and output word',
  ownership: 'owner of every bank',
  counters: 'performance counters',
  wishbone: 'Wishbone control and stream window',
  core: 'error state and what is between the units',
  clockTree: 'clock buffers, and buffers of the reset',
} as const

/** Name of a block of an estimate. */
export type BlockName = keyof typeof BLOCKS

/** All block names, in the order of {@link BLOCKS}. */
export const BLOCK_NAMES = Object.keys(BLOCKS) as BlockName[]

const BLOCK_INDEX = Object.fromEntries(BLOCK_NAMES.map((name, i) => [name, i])) as Record<BlockName, number>
const ROLE_INDEX = Object.fromEntries(CELL_ROLES.map((role, i) => [role, i])) as Record<CellRole, number>

/** Cells of each block of a chip; a module without a block belongs to that of the module around it. */
export function cellsByBlock(chip: ModuleStructure): Record<BlockName, CellCounts> {
  const counts = countsOf(chip, 'core')
  const blocks = BLOCK_NAMES.map((name, block): [BlockName, CellCounts] => {
    const cells: Partial<Record<CellRole, number>> = {}
    counts[block]?.forEach((count, role) => {
      if (count !== 0) cells[CELL_ROLES[role]!] = count
    })
    return [name, cells]
  })
  return Object.fromEntries(blocks) as Record<BlockName, CellCounts>
}

/** Counts by number of the role, by number of the block; blocks that a module has nothing of are absent. */
type BlockCounts = (Float64Array | undefined)[]

/** Chips share the structures of their parts; each is added up once. */
const known = new WeakMap<ModuleStructure, { readonly outer: BlockName; readonly counts: BlockCounts }>()

/** Cells of all copies of a module, parts included. */
function countsOf(structure: ModuleStructure, outer: BlockName): BlockCounts {
  const found = known.get(structure)
  if (found?.outer === outer) return found.counts
  const { block = outer, copies } = structure
  const counts: BlockCounts = []
  const add = (to: number, role: number, count: number): void => {
    counts[to] ??= new Float64Array(CELL_ROLES.length)
    counts[to][role]! += count * copies
  }
  const own = ownCells(structure)
  for (const role in own) add(BLOCK_INDEX[block], ROLE_INDEX[role as CellRole], own[role as CellRole]!)
  for (const part of structure.parts) {
    countsOf(part, block).forEach((inside, to) => {
      for (let role = 0; role < CELL_ROLES.length; role++) add(to, role, inside![role]!)
    })
  }
  known.set(structure, { outer, counts })
  return counts
}
