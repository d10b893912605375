import { actAddressBits, type ChipConfig, clog2 } from '@concord/arch'
import { accumulatorStructure } from './accumulator.js'
import { addCells } from './cell-counts.js'
import { writeRegisterStructure } from './gated-register.js'
import { defineModule, type ModuleStructure } from './module.js'
import { adder, broadcast, decoder, hold } from './operators.js'
import { rowStructure } from './row.js'

/** Single-bit fields of the control that travels beside a word. */
const CONTROL_FLAGS = 7

/** Rows that see operands together: the operands of a group without a row that the RUN uses stand still. */
export const GROUP_ROWS = 8

/** Mirrors rtl/concord_array.sv. */
export function arrayStructure(config: ChipConfig): ModuleStructure {
  const { rows, lanes, weightDepth, accDepth, accBits, popcountStages, memories } = config
  const weightWords = 2 * weightDepth
  const weightAddressBits = clog2(weightWords)
  // Valid lanes, or twice the lanes less them
  const validBits = clog2(2 * lanes)
  const entryBits = clog2(accDepth + 1)
  const fileBits = Math.max(1, clog2(accDepth))
  const gatedGroups = Math.ceil(rows / GROUP_ROWS) - 1
  const addressBits = actAddressBits(config)
  const controlBits = CONTROL_FLAGS + validBits + entryBits + addressBits
  return defineModule({
    instance: 'array',
    module: 'concord_array',
    block: 'operands',
    resetRegisters: {
      act_q: lanes,
      weight_select_q: weightWords,
      file_select_q: accDepth,
      valid_select_q: accDepth,
      used_q: gatedGroups,
      valid_q: popcountStages + 1,
      // The post unit and the lines of the file are a cycle ahead of the sum: their part of the control stops there
      control_q: (popcountStages + 1) * controlBits - 3 - addressBits - (entryBits - fileBits),
      ...(config.vector && { source_addr_q: popcountStages * addressBits }),
    },
    logic: addCells(
      hold(lanes + weightWords + accDepth), // operands, lines of the valid lanes
      { xor2: lanes }, // negate
      { or2: lanes, and2: weightWords }, // null
      adder(validBits),
      decoder(weightWords),
      decoder(accDepth),
      broadcast(2 * lanes, rows), // activations and weight data to every row
      broadcast(weightAddressBits + weightWords + accDepth + 4 + entryBits, rows),
      { and2: gatedGroups * (lanes + weightWords) }, // operands by group
      { nand2: 4 * rows }, // rows used
    ),
    parts: [
      rowStructure(config),
      ...writeRegisterStructure('weight_data', lanes, memories.weight),
      accumulatorStructure('valid_lanes', accBits, validBits, config, 'operands'),
    ],
  })
}
