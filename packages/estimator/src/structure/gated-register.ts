import type { MemoryStyle } from '@concord/arch'
import { defineModule, type ModuleStructure } from './module.js'

/** Mirrors rtl/concord_gated_register.sv: flip-flops behind a clock gate. */
export function gatedRegisterStructure(instance: string, bits: number): ModuleStructure {
  return defineModule({
    instance,
    module: 'concord_gated_register',
    registers: { data_q: bits },
    isGated: true,
    logic: { clockGate: 1 },
  })
}

/** Mirrors rtl/concord_write_register.sv: latches have a register in front of them, flip-flops have not. */
export function writeRegisterStructure(
  instance: string,
  bits: number,
  style: MemoryStyle,
): ModuleStructure[] {
  return style === 'latch' ? [gatedRegisterStructure(instance, bits)] : []
}
