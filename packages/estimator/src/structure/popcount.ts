import { type ChipConfig, clog2 } from '@concord/arch'
import { addCells, scaleCells } from './cell-counts.js'
import { defineModule, type ModuleStructure } from './module.js'
import { adder, compressorTree } from './operators.js'

const PART_LANES = 7
const PART_BITS = 3

/** Mirrors rtl/concord_popcount.sv, with the compressor of full and half adders as its body. */
export function popcountStructure({ lanes, popcountStages }: ChipConfig): ModuleStructure {
  const countBits = clog2(lanes)
  // The last lane is not counted but handed on
  const counted = lanes - 1
  const parts = Math.ceil(counted / PART_LANES)
  const split = popcountStages === 2
  return defineModule({
    instance: 'popcount',
    module: 'concord_popcount',
    registers: {
      ...(popcountStages > 0 ? { count_q: countBits, last_q: 1 } : {}),
      ...(split ? { part_q: parts * PART_BITS + 1 } : {}),
    },
    logic: split
      ? addCells(scaleCells(compressorTree(PART_LANES), parts), scaleCells(adder(countBits), parts - 1))
      : compressorTree(counted),
  })
}
