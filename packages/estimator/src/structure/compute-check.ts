import type { ChipConfig } from '@concord/arch'
import { addCells } from './cell-counts.js'
import { defineModule, type ModuleStructure } from './module.js'
import { adder, equalsConstant, hold, lessThan, selector, times } from './operators.js'

/** Mirrors rtl/concord_compute_check.sv. */
export function computeCheckStructure(config: ChipConfig): ModuleStructure {
  return defineModule({
    instance: 'check',
    module: 'concord_compute_check',
    resetRegisters: {
      size_bad_q: 1,
      kernel_bad_q: 1,
      window_bad_q: 1,
      window_one_q: 1,
      count_bad_q: 1,
      groups_bad_q: 1,
      rows_bad_q: 1,
      post_bad_q: 1,
      slots_end_q: 5,
      ...(config.vector && { kernel_one_q: 1, group_one_q: 1 }),
    },
    logic: addCells(
      times(6, selector(config.actBanks + 2, 1)), // ownership and existence of the banks named
      equalsConstant(12 * 5 + 4 * 4), // sizes that must not be zero
      lessThan(4 + 4 + 12 + 12 + 5), // and their limits
      times(2, adder(5)),
      lessThan(5 + 6 + 4),
      hold(13),
      { nand2: 60, inverter: 15 }, // decode, the order of the codes
    ),
  })
}
