import { actAddressBits, type ChipConfig, clog2, weightAddressBits } from '@concord/arch'
import { addCells } from './cell-counts.js'
import { defineModule, type ModuleEntry, type ModuleStructure } from './module.js'
import {
  adder,
  choose,
  equality,
  equalsConstant,
  hold,
  incrementer,
  lessThan,
  selector,
  times,
} from './operators.js'
import { postSequencerStructure } from './post-sequencer.js'

const PAIR_ENTRY_BITS = 20

/** Mirrors rtl/concord_word_walker.sv. */
export const WORD_WALKER: ModuleEntry = {
  block: 'computeEngine',
  own: wordWalkerStructure,
  parts: [{ block: 'computeEngine', own: (config) => postSequencerStructure('post_ahead', config) }],
}

function wordWalkerStructure(config: ChipConfig): ModuleStructure {
  const [address, weight] = [actAddressBits(config), weightAddressBits(config)]
  const entryBits = clog2(config.accDepth + 1)
  const countBits = clog2(config.lanes + 1)
  const pairBits = clog2(config.pairDepth)
  const pixelBits = 8 * 4 + 4 + 2 * address + weight + entryBits
  const wordBits = 9 + 2 * address + weight + countBits + entryBits
  return defineModule({
    instance: 'word_walker',
    module: 'concord_word_walker',
    resetRegisters: {
      busy_q: 1,
      kx_lo_q: 4,
      kx_hi_q: 4,
      ky_lo_q: 4,
      ky_hi_q: 4,
      inside_x_lo_q: 4,
      inside_x_hi_q: 4,
      inside_y_lo_q: 4,
      inside_y_hi_q: 4,
      empty_q: 1,
      window_first_q: 1,
      window_last_q: 1,
      run_last_q: 1,
      addr_q: address,
      out_addr_q: address,
      waddr_q: weight,
      entry_q: entryBits,
      pair_q: pairBits,
      group_before_last_q: 12,
      group_one_q: 1,
      pair_last_q: 5,
      kx_q: 4,
      ky_q: 4,
      group_q: 12,
      tap_addr_q: address,
      line_addr_q: address,
      tap_waddr_q: weight,
      line_waddr_q: weight,
      pixel_first_q: 1,
      pair_first_q: 1,
      // Offsets as far as they reach into the addresses, double, negate
      pair_entry_q: Math.min(10, address) + Math.min(8, weight) + 2,
      group_end_q: 1,
      kx_end_q: 1,
      ky_end_q: 1,
      pair_end_q: 1,
      last_q: 1,
      held_q: 1,
      word_valid_o: 1,
      word_null_o: 1,
      word_addr_o: address,
      word_waddr_o: weight,
      word_valid_lanes_o: countBits,
      word_first_o: 1,
      word_last_o: 1,
      word_load_o: 1,
      word_save_o: 1,
      word_double_o: 1,
      word_negate_o: 1,
      word_entry_o: entryBits,
      word_window_first_o: 1,
      word_window_last_o: 1,
      word_out_addr_o: address,
    },
    logic: addCells(
      hold(pixelBits), // the pixel in hand
      hold(wordBits), // the word
      incrementer(12 + 5), // one less than the limits
      equality(12 + 5 * 4 + 4 + 5), // ends of what comes next
      equalsConstant(12 + 5),
      incrementer(12 + 4 + 4 + pairBits),
      choose(2 * (12 + 4 + 4 + pairBits)),
      times(2, adder(address)),
      times(2, adder(weight)),
      times(6, choose(address)),
      times(6, choose(weight)),
      times(4, lessThan(4)),
      selector(config.pairDepth, PAIR_ENTRY_BITS),
      choose(address), // pad or tap
      times(2, adder(address)),
      times(2, adder(weight)),
      choose(countBits),
      { nand2: 40, inverter: 15 }, // issue and hold
    ),
  })
}
