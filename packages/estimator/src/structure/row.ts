import { type ChipConfig, clog2 } from '@concord/arch'
import { accumulatorStructure } from './accumulator.js'
import { memoryStructure } from './memory.js'
import { defineModule, type ModuleStructure } from './module.js'
import { popcountStructure } from './popcount.js'

/** Mirrors rtl/concord_row.sv. */
export function rowStructure(config: ChipConfig): ModuleStructure {
  const { rows, lanes, weightDepth, accBits, memories } = config
  return defineModule({
    instance: 'row',
    module: 'concord_row',
    block: 'lanes',
    copies: rows,
    logic: { xnor2: lanes }, // match
    parts: [
      memoryStructure('weights', 'weightBanks', {
        depth: 2 * weightDepth,
        width: lanes,
        segment: lanes,
        style: memories.weight,
        oneHot: true,
      }),
      popcountStructure(config),
      accumulatorStructure('accumulator', accBits - 1, clog2(lanes), config, 'lanes'),
    ],
  })
}
