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
  return defineModule({
    instance: 'load_engine',
    module: 'concord_load_engine',
    block: 'loadEngine',
    resetRegisters: {
      load_addr_q: 16,
      payload_q: 1,
      to_act_q: 1,
      to_weights_q: 1,
      to_thresholds_q: 1,
      bank_q: 5,
      words_q: 16,
      rows_q: 10,
      word_q: 16,
      row_q: 10,
      lane_q: laneBits,
      step_q: Math.min(10, paramAddressBits),
      beat_q: beatBits,
    },
    registers: { assembly_q: assemblyBits },
    logic: addCells(
      hold(16 + 5 + 16 + 10 + 3), // operands
      choose(16 + 10 + laneBits + 10 + 6), // counters
      hold(assemblyBits),
      adder(17), // end of the load
      lessThan(17),
      lessThan(10),
      selector(actBanks + 2, 1), // ownership of the bank named
      choose(16), // words field
      incrementer(16 + 10 + laneBits + 10 + 6),
      equality(16 + 10), // last word, last row
      incrementer(16 + 10),
      equalsConstant(6 + laneBits),
      adder(16), // address
      adder(paramAddressBits),
      adder(paramAddressBits),
      decoder(rows),
      decoder(actBanks),
      decoder(postLanes),
      { and2: rows + actBanks + postLanes, nand2: 60, inverter: 20 }, // write enables; checks
    ),
  })
}
