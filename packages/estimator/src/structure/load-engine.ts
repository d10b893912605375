import { type ChipConfig, clog2 } from '@concord/arch'
import { addCells } from './cell-counts.js'
import { defineModule, type ModuleStructure } from './module.js'
import {
  adder,
  choose,
  decoder,
  equality,
  equalsConstant,
  hold,
  incrementer,
  lessThan,
  selector,
} from './operators.js'

/** Mirrors rtl/concord_load_engine.sv. */
export function loadEngineStructure(config: ChipConfig): ModuleStructure {
  const { rows, lanes, accBits, actBanks, postLanes, streamBits } = config
  const thresholdBeats = Math.ceil(accBits / streamBits)
  const wide = config.residualWords > 0
  const wideBits = wide ? Math.ceil((16 * postLanes) / streamBits) * streamBits : 0
  const assemblyBits = Math.max(lanes, thresholdBeats * streamBits, wideBits)
  const beatBits = wide ? 11 : 6
  const laneBits = clog2(postLanes)
  const paramAddressBits = clog2((2 * config.paramDepth * rows) / postLanes)
  const memoryWords = Math.max(config.actWords, config.residualWords, 2 * config.weightDepth)
  const addressBits = Math.min(16, Math.max(clog2(memoryWords), paramAddressBits))
  return defineModule({
    instance: 'load_engine',
    module: 'concord_load_engine',
    block: 'loadEngine',
    resetRegisters: {
      bank_bad_q: 1,
      size_bad_q: 1,
      load_addr_q: 16,
      // Its low bit is that of the address when the banks have an even number of words
      room_q: config.actWords % 2 === 0 ? 16 : 17,
      payload_q: 1,
      to_act_q: 1,
      to_weights_q: 1,
      to_thresholds_q: 1,
      bank_q: 5,
      words_q: 16,
      row_last_q: 10,
      left_q: 16,
      last_word_q: 1,
      address_q: addressBits,
      row_q: 10,
      lane_q: laneBits,
      step_q: Math.min(10, paramAddressBits),
      beat_q: beatBits,
    },
    registers: { assembly_q: assemblyBits - streamBits },
    logic: addCells(
      hold(33 + 5 + 16 + 10 + 3), // operands
      choose(2 * 16 + 2 * addressBits + 10 + laneBits + 10 + 6), // counters
      hold(assemblyBits - streamBits),
      adder(17 + 9 + 5), // words up to the end of a bank, ends of the load
      lessThan(17 + 10 + 6 + 10),
      selector(actBanks + 2, 1), // ownership of the bank named
      choose(16), // words field
      incrementer(16 + addressBits + 10 + laneBits + 10 + 6),
      equality(10), // last row
      incrementer(10), // one less than the rows
      equalsConstant(16 + 6 + laneBits),
      adder(paramAddressBits),
      adder(paramAddressBits),
      decoder(rows),
      decoder(actBanks),
      decoder(postLanes),
      { and2: rows + actBanks + postLanes, nand2: 60, inverter: 20 }, // write enables; checks
    ),
  })
}
