import { ConcordError } from '@concord/arch'
import type { GateChip } from './gate-chip.js'

/** The simulator of a netlist answered something it should not. */
export class GateAnswerError extends ConcordError {
  override readonly name = 'GateAnswerError'

  constructor({ engine, config }: GateChip, why: string) {
    super({
      what: 'The run on the gate netlist failed',
      where: `${engine} (gates) running ${config.name}`,
      why,
      fix: 'run the same on the RTL: what differs there is not the fault of the netlist',
    })
  }
}
