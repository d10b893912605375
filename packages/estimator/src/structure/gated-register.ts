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
