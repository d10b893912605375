import type { ChipConfig } from '@concord/arch'
import { addCells } from './cell-counts.js'
import { gatedRegisterStructure } from './gated-register.js'
import { memoryStructure } from './memory.js'
import { defineModule, type ModuleStructure } from './module.js'
import { adder, choose, incrementer } from './operators.js'

/**
 * Mirrors rtl/concord_accumulator.sv.
 *
 * @param addendBits - of what a word adds
 * @param block - of the register, its adder and the drain register; the file has a block of its own
 */
export function accumulatorStructure(
  instance: string,
  width: number,
  addendBits: number,
  { accDepth, memories }: ChipConfig,
  block: 'lanes' | 'operands',
): ModuleStructure {
  const style = memories.acc
  return defineModule({
    instance,
    module: 'concord_accumulator',
    block,
    logic: addCells(
      { andOrInvert21: width }, // start: file or sum
      choose(width), // doubled
      adder(addendBits),
      incrementer(Math.max(0, width - addendBits)),
      { and2: 2 },
    ),
    parts: [
      gatedRegisterStructure('acc', width),
      memoryStructure('file', 'accumulatorFile', {
        depth: accDepth,
        width,
        segment: width,
        style,
        oneHot: true,
      }),
      memoryStructure('drain', block, { depth: 1, width, segment: width, style }),
    ],
  })
}
