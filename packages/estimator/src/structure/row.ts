import { type ChipConfig, clog2 } from '@concord/arch'
import { addCells } from './cell-counts.js'
import { gatedRegisterStructure } from './gated-register.js'
import { memoryStructure } from './memory.js'
import { defineModule, type ModuleStructure } from './module.js'
import { adder, choose } from './operators.js'
import { popcountStructure } from './popcount.js'

/** Mirrors rtl/concord_row.sv. */
export function rowStructure(config: ChipConfig): ModuleStructure {
  const { rows, lanes, weightDepth, accDepth, accBits, memories } = config
  const countBits = clog2(lanes + 1)
  return defineModule({
    instance: 'row',
    module: 'concord_row',
    block: 'lanes',
    copies: rows,
    logic: addCells(
      { xnor2: lanes }, // match
      adder(countBits + 1), // twice the count less the valid lanes
      { xor2: accBits, and2: accBits }, // negate, null
      { andOrInvert21: accBits, nand2: accBits }, // start: zero, file or sum
      choose(accBits), // doubled
      adder(accBits),
    ),
    parts: [
      memoryStructure('weights', 'weightBanks', {
        depth: 2 * weightDepth,
        width: lanes,
        segment: lanes,
        style: memories.weight,
      }),
      popcountStructure(config),
      gatedRegisterStructure('acc', accBits),
      memoryStructure('file', 'accumulatorFile', {
        depth: accDepth,
        width: accBits,
        segment: accBits,
        style: memories.acc,
      }),
      memoryStructure('drain', 'lanes', { depth: 1, width: accBits, segment: accBits, style: memories.acc }),
    ],
  })
}
