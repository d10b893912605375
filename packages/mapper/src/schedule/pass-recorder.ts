import { MoveRecorder } from './move-recorder.js'
import type { Run, TilePart } from './operation.js'
import { Entry, packBanks } from './operation-tape.js'
import type { PassSink } from './pass-builder.js'
import { type RunCall, type RunState, tellRuns } from './run-call.js'
import type { RunRegisters } from './run-registers.js'
import { WeightBanks } from './weight-banks.js'

const WEIGHT_BANKS = WeightBanks.ids.map((id) => packBanks(id))

/** Records the operations of a pass one by one. */
export class PassRecorder extends MoveRecorder implements PassSink {
  /** @param registers - counts what is written; undefined: RUNs are kept, to be written */
  constructor(readonly registers: RunRegisters | undefined) {
    super()
  }

  loadWeights(weightBank: number, parts: readonly TilePart[]): void {
    this.tape.add(
      { op: 'loadWeights', engine: 'load', weightBank, parts },
      Entry.load,
      WEIGHT_BANKS[weightBank],
    )
  }

  call(call: RunCall, state: RunState): void {
    tellRuns(call, state, this)
  }

  run(banks: number, run: Run): void {
    const { registers, tape } = this
    if (registers === undefined) {
      tape.addRun(banks, 0, run.work, run)
      return
    }
    const { file } = registers
    const before = file.sets
    file.at = tape.length
    registers.set(run)
    tape.addRun(banks, file.sets - before, run.work)
  }
}
