import { clog2 } from '@concord/arch'
import { addCells } from './cell-counts.js'
import { defineModule, type ModuleStructure } from './module.js'
import { decoder, equalsConstant, hold, incrementer, selector, times } from './operators.js'

const INSTRUCTION_BITS = 32

/** Mirrors rtl/concord_queue.sv. */
export function queueStructure(instance: string, depth: number): ModuleStructure {
  const pointerBits = clog2(depth)
  const countBits = clog2(depth + 1)
  return defineModule({
    instance,
    module: 'concord_queue',
    block: 'queues',
    resetRegisters: { head_q: pointerBits, tail_q: pointerBits, count_q: countBits },
    registers: { entry_q: depth * INSTRUCTION_BITS },
    logic: addCells(
      times(2, addCells(incrementer(pointerBits), equalsConstant(pointerBits))),
      incrementer(2 * countBits),
      equalsConstant(2 * countBits),
      decoder(depth),
      times(depth, hold(INSTRUCTION_BITS)),
      selector(depth, INSTRUCTION_BITS),
    ),
  })
}
