import { COUNTER_NAMES } from '@concord/arch'
import { addCells } from './cell-counts.js'
import { defineModule, type ModuleStructure } from './module.js'
import { incrementer } from './operators.js'

/** Mirrors rtl/concord_counters.sv and rtl/tech/sky130/concord_gated_counter.sv. */
export function countersStructure(counterBits: number): ModuleStructure {
  const counters = COUNTER_NAMES.length
  return defineModule({
    instance: 'counters',
    module: 'concord_counters',
    block: 'counters',
    logic: { and2: counters },
    parts: [
      defineModule({
        instance: 'counter',
        module: 'concord_gated_counter',
        copies: counters,
        resetRegisters: { count_q: counterBits },
        isGated: true,
        logic: addCells(incrementer(counterBits), { clockGate: 1 }),
      }),
    ],
  })
}
