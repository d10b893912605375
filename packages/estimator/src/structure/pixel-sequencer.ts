import { actAddressBits, type ChipConfig, clog2 } from '@concord/arch'
import { addCells } from './cell-counts.js'
import { defineModule, type ModuleStructure } from './module.js'
import { adder, choose, equality, equalsConstant, incrementer, times } from './operators.js'

const COORDINATE_BITS = 13

/** Mirrors rtl/concord_pixel_sequencer.sv. */
export function pixelSequencerStructure(config: ChipConfig): ModuleStructure {
  const address = actAddressBits(config)
  const entryBits = clog2(config.accDepth + 1)
  return defineModule({
    instance: 'pixel_sequencer',
    module: 'concord_pixel_sequencer',
    resetRegisters: {
      valid_q: 1,
      px_q: 4,
      py_q: 4,
      wx_q: 12,
      wy_q: 12,
      x_q: COORDINATE_BITS,
      y_q: COORDINATE_BITS,
      window_x_q: COORDINATE_BITS,
      window_y_q: COORDINATE_BITS,
      addr_q: address,
      line_addr_q: address,
      window_addr_q: address,
      row_addr_q: address,
      out_addr_q: address,
      out_row_addr_q: address,
      entry_q: entryBits,
      px_last_q: 4,
      py_last_q: 4,
      wx_before_last_q: 12,
      wy_before_last_q: 12,
      wx_one_q: 1,
      wy_one_q: 1,
      px_end_q: 1,
      py_end_q: 1,
      wx_end_q: 1,
      wy_end_q: 1,
    },
    logic: addCells(
      incrementer(4 + 4 + 12 + 12), // ends of the counters: one less than their limits
      equality(4 + 4 + 12 + 12), // ends of what comes next
      equalsConstant(4 + 4 + 12 + 12),
      incrementer(4 + 4 + 12 + 12 + entryBits),
      times(4, adder(COORDINATE_BITS)),
      times(6, adder(address)),
      choose(2 * (4 + 4 + 12 + 12) + entryBits), // next state of the counters
      times(12, choose(COORDINATE_BITS)),
      times(17, choose(address)),
    ),
  })
}
