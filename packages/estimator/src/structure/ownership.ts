import type { ChipConfig } from '@concord/arch'
import { addCells } from './cell-counts.js'
import { defineModule, type ModuleStructure } from './module.js'
import { choose, equalsConstant, hold, times } from './operators.js'

/** Mirrors rtl/concord_ownership.sv: three bits for each activation bank, each of the two weight banks and the wide bank. */
export function ownershipStructure({ actBanks, residualWords }: ChipConfig): ModuleStructure {
  const banks = actBanks + 2 + Math.min(1, residualWords)
  return defineModule({
    instance: 'ownership',
    module: 'concord_ownership',
    block: 'ownership',
    resetRegisters: { load_q: banks, compute_q: banks, store_q: banks },
    logic: times(
      banks,
      addCells(times(3, equalsConstant(6)), times(2, choose(2)), times(3, equalsConstant(2)), hold(3)),
    ),
  })
}
