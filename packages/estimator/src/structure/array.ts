import { type ChipConfig, chipGeometry, clog2 } from '@concord/arch'
import { addCells } from './cell-counts.js'
import { defineModule, type ModuleStructure } from './module.js'
import { broadcast, hold } from './operators.js'
import { rowStructure } from './row.js'

/** Single-bit fields of the control that travels beside a word. */
const CONTROL_FLAGS = 9

/** Mirrors rtl/concord_array.sv. */
export function arrayStructure(config: ChipConfig): ModuleStructure {
  const { rows, lanes, weightDepth, accDepth, popcountStages } = config
  const weightAddressBits = clog2(2 * weightDepth)
  const countBits = clog2(lanes + 1)
  const entryBits = clog2(accDepth + 1)
  const { actAddressBits } = chipGeometry(config)
  const controlBits = CONTROL_FLAGS + countBits + entryBits + actAddressBits
  return defineModule({
    instance: 'array',
    module: 'concord_array',
    block: 'operands',
    resetRegisters: {
      act_q: lanes,
      weight_raddr_q: weightAddressBits,
      valid_q: popcountStages + 1,
      // The post unit starts a cycle before the sum: its part of the control stops there
      control_q: (popcountStages + 1) * controlBits - 2 - actAddressBits,
      ...(config.vector && { source_addr_q: popcountStages * actAddressBits }),
    },
    logic: addCells(
      hold(lanes + weightAddressBits), // operands
      broadcast(2 * lanes, rows), // activations and weight data to every row
      broadcast(2 * weightAddressBits + 6 + countBits + entryBits, rows),
      { nand2: 4 * rows }, // rows used
    ),
    parts: [rowStructure(config)],
  })
}
