import { type ChipConfig, COUNTER_NAMES, WINDOW_STREAM_BITS_MAX } from '@concord/arch'
import { addCells } from './cell-counts.js'
import { defineModule, type ModuleStructure } from './module.js'
import { andOrTree, choose, decoder, equalsConstant, selector, times } from './operators.js'

/** Mirrors rtl/concord_control.sv; without a stream window its registers vanish in synthesis. */
export function controlStructure({ streamBits, counterBits }: ChipConfig): ModuleStructure {
  const hasWindow = streamBits <= WINDOW_STREAM_BITS_MAX
  return defineModule({
    instance: 'control',
    module: 'concord_control',
    block: 'wishbone',
    resetRegisters: {
      soft_reset_q: 1,
      wb_ack_o: 1,
      wb_dat_o: 32,
      ...(hasWindow ? { window_q: 1, full_q: 1, take_q: 1, data_q: streamBits, last_q: 1 } : {}),
    },
    logic: addCells(
      decoder(8), // addresses
      times(4, equalsConstant(8)),
      selector(COUNTER_NAMES.length, counterBits),
      andOrTree(6, 32), // read data
      { and2: 32, nand2: 40, inverter: 10 },
      hasWindow ? choose(streamBits + 2) : {},
    ),
  })
}
