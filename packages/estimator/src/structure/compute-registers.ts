import { actAddressBits, type ChipConfig, weightAddressBits } from '@concord/arch'
import { addCells } from './cell-counts.js'
import { defineModule, type ModuleStructure, registerBits } from './module.js'
import { decoder, hold } from './operators.js'

const PAIR_ENTRY_BITS = 20

/** Mirrors rtl/concord_compute_registers.sv. */
export function computeRegistersStructure(config: ChipConfig): ModuleStructure {
  const [address, weight] = [actAddressBits(config), weightAddressBits(config)]
  const resetRegisters = {
    in_addr_o: address,
    origin_o: 24,
    size_o: 24,
    kernel_o: 12,
    tap_dx_o: address,
    tap_dy_o: address,
    stride_o: 20,
    pix_dx_o: address,
    pix_dy_o: address,
    win_dx_o: address,
    win_dy_o: address,
    window_o: 8,
    count_o: 24,
    groups_o: 24,
    pad_o: 1,
    pad_addr_o: address,
    weight_o: weight,
    rows_o: 12,
    w_dx_o: weight,
    w_dy_o: weight,
    mode_o: 2,
    thresholds_o: 4,
    planes_o: 5,
    slot_o: 4,
    segment_o: 4,
    out_addr_o: address,
    out_dx_o: address,
    out_dy_o: address,
    out_dp_o: address,
    pair_q: config.pairDepth * PAIR_ENTRY_BITS,
    ...(config.residualWords > 0 && { scale: (config.vector ? 20 : 16) + 6 * address }),
  }
  return defineModule({
    instance: 'registers',
    module: 'concord_compute_registers',
    resetRegisters,
    logic: addCells(hold(registerBits(resetRegisters)), decoder(32), decoder(config.pairDepth)),
  })
}
