import type { Run, TilePart } from './operation.js'
import { Entry, NO_BANKS, OperationTape, packBanks } from './operation-tape.js'
import type { PadWords } from './pads.js'
import type { PassSink } from './pass-builder.js'
import { type RunCall, type RunState, tellRuns } from './run-call.js'
import type { RunRegisters } from './run-registers.js'
import type { Stored } from './view.js'
import { WeightBanks } from './weight-banks.js'

const WEIGHT_BANKS = WeightBanks.ids.map((id) => packBanks(id))

/** Records the operations of a pass one by one. */
export class PassRecorder implements PassSink {
  readonly tape = new OperationTape()

  /** @param registers - counts what is written; undefined: RUNs are kept, to be written */
  constructor(readonly registers: RunRegisters | undefined) {}

  loadMap(view: Stored): void {
    this.tape.add({ op: 'loadMap', engine: 'load', view }, Entry.load, packBanks(view.bank))
  }

  loadPads(bank: number, address: number, pads: readonly PadWords[]): void {
    this.tape.add({ op: 'loadPads', engine: 'load', bank, address, pads }, Entry.load, packBanks(bank))
  }

  loadWeights(weightBank: number, parts: readonly TilePart[]): void {
    this.tape.add(
      { op: 'loadWeights', engine: 'load', weightBank, parts },
      Entry.load,
      WEIGHT_BANKS[weightBank],
    )
  }

  store(view: Stored): void {
    this.tape.add({ op: 'store', engine: 'store', view }, Entry.store, packBanks(view.bank))
  }

  mark(series: number, inputs: number): void {
    this.tape.add({ op: 'mark', engine: 'compute', series, inputs }, Entry.mark, NO_BANKS)
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
