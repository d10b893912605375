import type { ChipConfig } from '@concord/arch'
import { addCells } from './cell-counts.js'
import { defineModule, type ModuleStructure } from './module.js'
import { adder, equalsConstant, lessThan, selector, times } from './operators.js'

/** Mirrors rtl/concord_compute_check.sv. */
export function computeCheckStructure(config: ChipConfig): ModuleStructure {
  return defineModule({
    instance: 'check',
    module: 'concord_compute_check',
    logic: addCells(
      times(6, selector(config.actBanks + 2, 1)), // ownership and existence of the banks named
      equalsConstant(12 * 5 + 4 * 4), // sizes that must not be zero
      lessThan(4 + 4 + 12 + 12 + 5), // and their limits
      adder(5),
      lessThan(5 + 6 + 4),
      { nand2: 50, inverter: 15 }, // decode, the order of the codes
    ),
  })
}
