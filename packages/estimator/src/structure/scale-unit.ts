import { actAddressBits, type ChipConfig, clog2 } from '@concord/arch'
import { addCells } from './cell-counts.js'
import { gatedRegisterStructure } from './gated-register.js'
import { defineModule, type ModuleStructure } from './module.js'
import { adder, choose, decoder, equalsConstant, incrementer, lessThan, times } from './operators.js'
import { postLaneStructure } from './post-lane.js'

/** Mirrors rtl/concord_scale_unit.sv. */
export function scaleUnitStructure(config: ChipConfig): ModuleStructure {
  const { postLanes, residualWords } = config
  const address = actAddressBits(config)
  return defineModule({
    instance: 'scale_unit',
    module: 'concord_scale_unit',
    resetRegisters: {
      flags: 6,
      operation: 2 * 4,
      step: 2 * 10,
      address1_q: address,
      // The high bits are for the check alone
      address2_q: Math.min(address, clog2(residualWords)),
      outside2_q: 1,
    },
    logic: addCells(
      adder(address),
      choose(2 * address),
      lessThan(address),
      decoder(16),
      times(postLanes, addCells(lessThan(12), adder(4), { and2: 2 * 16 })), // rows used
      { nand2: 20, inverter: 5 },
    ),
    parts: [
      wideAddressStructure('residual_address', address),
      wideAddressStructure('write_address', address),
      gatedRegisterStructure('wide', 16 * postLanes),
      postLaneStructure(config),
    ],
  })
}

/** Mirrors rtl/concord_wide_address.sv. */
function wideAddressStructure(instance: string, address: number): ModuleStructure {
  return defineModule({
    instance,
    module: 'concord_wide_address',
    resetRegisters: { addr_q: address, line_q: address, column_q: 12 },
    logic: addCells(
      times(2, adder(address)),
      incrementer(12 + 12),
      equalsConstant(12),
      choose(3 * address + 2 * 12),
      choose(2 * address),
    ),
  })
}
