import { addCells } from './cell-counts.js'
import { defineModule, type ModuleStructure } from './module.js'
import { adder, choose, equality, incrementer, lessThan } from './operators.js'

/** Mirrors rtl/concord_post_sequencer.sv. */
export function postSequencerStructure(instance: string): ModuleStructure {
  return defineModule({
    instance,
    module: 'concord_post_sequencer',
    resetRegisters: { state_q: 2, window_last_q: 1, slot_q: 4, plane_q: 5, index_q: 10, row_q: 13 },
    logic: addCells(
      incrementer(4 + 5), // one less than the limits
      equality(4 + 5),
      incrementer(4 + 5 + 10),
      adder(13),
      lessThan(13),
      choose(2 * (4 + 5 + 10 + 13)),
      { nand2: 30, inverter: 10 }, // state machine
    ),
  })
}
