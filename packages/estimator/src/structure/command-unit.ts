import type { ChipConfig } from '@concord/arch'
import { addCells } from './cell-counts.js'
import { defineModule, type ModuleStructure } from './module.js'
import { equality, equalsConstant, hold, incrementer } from './operators.js'

/** Mirrors rtl/concord_command_unit.sv. */
export function commandUnitStructure(_config: ChipConfig): ModuleStructure {
  return defineModule({
    instance: 'command_unit',
    module: 'concord_command_unit',
    block: 'commandUnit',
    resetRegisters: {
      awake_q: 1,
      beat_q: 2,
      instr_q: 32,
      instr_valid_q: 1,
      instr_last_q: 1,
      begun_q: 1,
      ended_q: 1,
      index_q: 16,
      further_q: 1,
    },
    logic: addCells(
      hold(32), // instr_q
      incrementer(16), // index
      equality(16), // signature
      equalsConstant(8), // version
      equalsConstant(24), // decode
      { nand2: 60, inverter: 20 }, // checks, dispatch and ready
    ),
  })
}
