import { clog2 } from '@concord/arch'
import { addCells } from './cell-counts.js'
import { defineModule, type ModuleStructure } from './module.js'
import { choose, decoder, equalsConstant, hold, incrementer, selector, times } from './operators.js'

const INSTRUCTION_BITS = 32

/** Mirrors rtl/concord_queue.sv. */
export function queueStructure(instance: string, depth: number): ModuleStructure {
  const entries = depth - 1
  const pointerBits = clog2(entries)
  const countBits = clog2(depth)
  return defineModule({
    instance,
    module: 'concord_queue',
    block: 'queues',
    resetRegisters: { valid_q: 1, head_q: pointerBits, tail_q: pointerBits, count_q: countBits },
    registers: { front_q: INSTRUCTION_BITS, entry_q: entries * INSTRUCTION_BITS },
    logic: addCells(
      times(2, addCells(incrementer(pointerBits), equalsConstant(pointerBits))),
      incrementer(2 * countBits),
      equalsConstant(2 * countBits),
      decoder(entries),
      times(depth, hold(INSTRUCTION_BITS)),
      choose(INSTRUCTION_BITS),
      selector(entries, INSTRUCTION_BITS),
    ),
  })
}
