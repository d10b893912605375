import { COUNTER_NAMES } from '@concord/arch'
import { addCells, scaleCells } from './cell-counts.js'
import { defineModule, type ModuleStructure } from './module.js'
import { incrementer } from './operators.js'

/** Mirrors rtl/concord_counters.sv. */
export function countersStructure(counterBits: number): ModuleStructure {
  const counters = COUNTER_NAMES.length
  return defineModule({
    instance: 'counters',
    module: 'concord_counters',
    block: 'counters',
    resetRegisters: { count_q: counters * counterBits },
    logic: scaleCells(addCells(incrementer(counterBits), { and2: 1 }), counters),
  })
}
