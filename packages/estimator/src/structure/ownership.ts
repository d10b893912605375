import type { ChipConfig } from '@concord/arch'
import { addCells } from './cell-counts.js'
import { defineModule, type ModuleStructure } from './module.js'
import { choose, equalsConstant, times } from './operators.js'

/** Mirrors rtl/concord_ownership.sv: two bits for each activation bank, each of the two weight banks and the wide bank. */
export function ownershipStructure({ actBanks, residualWords }: ChipConfig): ModuleStructure {
  const banks = actBanks + 2 + Math.min(1, residualWords)
  return defineModule({
    instance: 'ownership',
    module: 'concord_ownership',
    block: 'ownership',
    resetRegisters: { owner_q: 2 * banks },
    logic: times(
      banks,
      addCells(times(3, equalsConstant(6)), times(3, choose(2)), times(3, equalsConstant(2))),
    ),
  })
}
