import type { ChipConfig } from '@concord/arch'
import { addCells } from './cell-counts.js'
import { defineModule, type ModuleStructure } from './module.js'
import { adder, choose, decoder, equality, incrementer, lessThan } from './operators.js'

/** Synthesis encodes the three states one-hot. */
const STATES = 3

/** Low bits of the next row that never move: it advances by `postLanes` and by the segment, a multiple of it. */
function constantBits(postLanes: number): number {
  return 31 - Math.clz32(postLanes & -postLanes)
}

/** Mirrors rtl/concord_post_sequencer.sv. */
export function postSequencerStructure(
  instance: string,
  { rows, lanes, postLanes, residualWords }: ChipConfig,
): ModuleStructure {
  // The same when a word takes what a step takes
  const ones = Math.min(rows, lanes) === postLanes ? 1 : 2
  const rowBits = 13 - constantBits(postLanes)
  // Known a cycle ahead, or as long as the RUN lasts
  const ends = { rows_done_q: 1, plane_end_q: 1, slot_end_q: 1 }
  const limits = { plane_last_q: 5, slot_last_q: 4, compare_one_q: 1, emit_one_q: ones - 1 }
  return defineModule({
    instance,
    module: 'concord_post_sequencer',
    resetRegisters: {
      state_q: STATES,
      window_last_q: 1,
      slot_q: 4,
      plane_q: 5,
      index_q: 10,
      row_next_q: rowBits,
      ...ends,
      ...limits,
      ...(residualWords > 0 ? { operation_q: 4, operation_end_q: 1, taken_q: 3, writes_q: 1 } : {}),
    },
    logic: addCells(
      incrementer(4 + 5), // one less than the limits
      equality(4 + 5),
      incrementer(4 + 5 + 10),
      adder(rowBits),
      lessThan(rowBits + ones * 12),
      choose(4 + 5 + 10 + rowBits),
      { nand2: 30, inverter: 10 }, // state machine
      residualWords > 0 ? addCells(choose(14 + 7), decoder(16), { nand2: 60 }) : {}, // next operation
    ),
  })
}
