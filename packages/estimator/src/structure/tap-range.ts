import { actAddressBits, type ChipConfig, clog2, weightAddressBits } from '@concord/arch'
import { addCells } from './cell-counts.js'
import { defineModule, type ModuleStructure, registerBits } from './module.js'
import { adder, choose, equalsConstant, hold, incrementer, lessThan, shifter, times } from './operators.js'

/** Mirrors rtl/concord_tap_span.sv: one dimension. */
function tapSpanStructure(): ModuleStructure {
  return defineModule({
    instance: 'span',
    module: 'concord_tap_span',
    copies: 2,
    logic: addCells(
      times(2, shifter(13, 2)),
      incrementer(13), // minus the position
      adder(14), // room
      equalsConstant(9 + 10), // within sixteen taps
    ),
  })
}

/** Mirrors rtl/concord_tap_steps.sv: a step in x and y. */
function tapStepsStructure(instance: string, bits: number): ModuleStructure {
  return defineModule({
    instance,
    module: 'concord_tap_steps',
    copies: 2,
    registers: { triple_q: bits },
    logic: addCells(adder(bits), times(2 * 2, choose(bits))),
  })
}

/** Mirrors rtl/concord_tap_range.sv. */
export function tapRangeStructure(config: ChipConfig): ModuleStructure {
  const [address, weight] = [actAddressBits(config), weightAddressBits(config)]
  const entryBits = clog2(config.accDepth + 1)
  // What passes both stages: output address, number, three flags
  const passed = address + entryBits + 3
  const resetRegisters = {
    spans_valid_q: 1,
    spans: 6 * 4 + 4,
    addr_q: address,
    passed_q: passed,
    valid_o: 1,
    kx_lo_o: 4,
    kx_hi_o: 4,
    ky_lo_o: 4,
    ky_hi_o: 4,
    inside_x_lo_o: 4,
    inside_x_hi_o: 4,
    inside_y_lo_o: 4,
    inside_y_hi_o: 4,
    empty_o: 1,
    addr_o: address,
    waddr_o: weight,
    passed_o: passed,
  }
  return defineModule({
    instance: 'tap_range',
    module: 'concord_tap_range',
    resetRegisters,
    logic: addCells(
      times(4, addCells(adder(address), adder(weight))), // four numbers to the pixel's
      times(2, addCells(incrementer(4), times(2, lessThan(4)), choose(4))), // clipped to the kernel
      choose(4 * 4),
      hold(registerBits(resetRegisters)),
    ),
    parts: [
      tapSpanStructure(),
      tapStepsStructure('steps', address),
      tapStepsStructure('weight_steps', weight),
    ],
  })
}
