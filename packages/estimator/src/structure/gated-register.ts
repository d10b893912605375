import { defineModule, type ModuleStructure } from './module.js'

/** Mirrors rtl/concord_gated_register.sv: flip-flops behind a clock gate; the accumulator of a row. */
export function gatedRegisterStructure(bits: number): ModuleStructure {
  return defineModule({
    instance: 'acc',
    module: 'concord_gated_register',
    registers: { data_q: bits },
    logic: { clockGate: 1 },
  })
}
