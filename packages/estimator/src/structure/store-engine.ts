import { type ChipConfig, clog2 } from '@concord/arch'
import { addCells } from './cell-counts.js'
import { defineModule, type ModuleStructure } from './module.js'
import { adder, choose, equalsConstant, hold, incrementer, lessThan, selector, times } from './operators.js'
import { queueStructure } from './queue.js'

/** Mirrors rtl/concord_store_engine.sv. */
export function storeEngineStructure(config: ChipConfig): ModuleStructure {
  const { lanes, actBanks, actWords, queueDepth, residualWords, postLanes, streamBits } = config
  const wide = residualWords > 0
  const addressBits = clog2(Math.max(actWords, residualWords))
  const wideBits = wide ? Math.ceil((16 * postLanes) / streamBits) * streamBits : 0
  const wordBits = Math.max(lanes, wideBits)
  return defineModule({
    instance: 'store_engine',
    module: 'concord_store_engine',
    block: 'storeEngine',
    resetRegisters: {
      store_addr_q: wide ? 16 : addressBits,
      // Its low bit is that of the address when the banks have an even number of words
      room_q: actWords % 2 === 0 ? 16 : 17,
      sending_q: 1,
      bank_q: 4,
      address_q: addressBits,
      left_q: 16,
      more_q: 1,
      beat_q: wide ? 11 : 6,
      word_q: wordBits,
      ...(wide && { wide_q: 1 }),
      index_q: 16,
    },
    logic: addCells(
      times(3, selector(actBanks + 2, 1)), // ownership and existence of the bank named
      adder(17), // words up to the end of the bank
      lessThan(17),
      equalsConstant(16 + 16 + 6),
      incrementer(addressBits + 16 + 6 + 16), // next address, words left, beat, index
      choose(3 * addressBits + 2 * (16 + 6) + 4), // address: stepped, set, back to the first
      hold(wide ? 33 : addressBits + 17),
      choose(wordBits), // shift or read
      hold(wordBits),
      { and2: streamBits }, // nothing shows while nothing is offered
      { nand2: 60, inverter: 20 },
    ),
    parts: [queueStructure('queue', queueDepth)],
  })
}
