import { type ChipConfig, ConcordError } from '@concord/arch'
import type { PortDifference } from '../rtl/ports.js'

/** The simulator of a netlist answered something it should not. */
export class GateAnswerError extends ConcordError {
  override readonly name = 'GateAnswerError'

  constructor({ engine, config }: { readonly engine: string; readonly config: ChipConfig }, why: string) {
    super({
      what: 'The run on the gate netlist failed',
      where: `${engine} (gates) running ${config.name}`,
      why,
      fix: 'run the same on the RTL: what differs there is not the fault of the netlist',
    })
  }
}

/** A gate netlist does not do what the model did. */
export class ToggleMismatchError extends ConcordError {
  override readonly name = 'ToggleMismatchError'

  constructor({ cycle, signal, expected, got }: PortDifference) {
    super({
      what: 'The gate netlist differs from the model',
      where: `${signal}, ${cycle} cycles after the first beat`,
      why: `it is ${got}, not ${expected}: its switching would be that of another run`,
      fix: 'run the same on the RTL in lock step; if that agrees, synthesis or a cell model is at fault',
    })
  }
}
