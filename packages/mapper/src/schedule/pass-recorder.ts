import type { ActivityTally } from './activity-tally.js'
import type { Run, TilePart } from './operation.js'
import { Entry, OperationTape, packBanks } from './operation-tape.js'
import type { PadWords } from './pads.js'
import type { PassSink } from './pass-builder.js'
import { type RunCall, type RunState, tellRuns } from './run-call.js'
import { RunRegisters } from './run-registers.js'
import { type Stored, viewWords } from './view.js'
import { WeightBanks } from './weight-banks.js'

/** What is to be known of a pass's operations. */
export interface PassUse {
  /** RUNs are kept, to be written; otherwise their registers are only counted. */
  readonly keepRuns?: boolean
  /** Told what switches. */
  readonly tally?: ActivityTally | undefined
}

const WEIGHT_BANKS = WeightBanks.ids.map((id) => packBanks(id))
const NO_BANKS = packBanks()

/** Records the operations of a pass one by one. */
export class PassRecorder implements PassSink {
  readonly tape = new OperationTape()

  constructor(
    readonly use: PassUse,
    readonly registers = new RunRegisters(),
  ) {}

  loadMap(view: Stored): void {
    this.tape.add({ op: 'loadMap', engine: 'load', view }, Entry.load, packBanks(view.bank))
    this.use.tally?.loadAct(viewWords(view))
  }

  loadPads(bank: number, address: number, pads: readonly PadWords[]): void {
    this.tape.add({ op: 'loadPads', engine: 'load', bank, address, pads }, Entry.load, packBanks(bank))
    for (const { plan } of pads) this.use.tally?.loadAct(plan.inWords)
  }

  loadWeights(weightBank: number, parts: readonly TilePart[]): void {
    this.tape.add(
      { op: 'loadWeights', engine: 'load', weightBank, parts },
      Entry.load,
      WEIGHT_BANKS[weightBank],
    )
    this.use.tally?.loadParts(parts)
  }

  store(view: Stored): void {
    this.tape.add({ op: 'store', engine: 'store', view }, Entry.store, packBanks(view.bank))
    this.use.tally?.store(viewWords(view))
  }

  mark(series: number, inputs: number): void {
    this.tape.add({ op: 'mark', engine: 'compute', series, inputs }, Entry.mark, NO_BANKS)
  }

  call(call: RunCall, state: RunState): void {
    tellRuns(call, state, this)
  }

  run(banks: number, run: Run): void {
    const { keepRuns, tally } = this.use
    tally?.runOf(run)
    if (keepRuns) {
      this.tape.addRun(banks, 0, run.work, run)
      return
    }
    const { registers, tape } = this
    const { file } = registers
    const before = file.sets
    file.at = tape.length
    registers.set(run)
    tape.addRun(banks, file.sets - before, run.work)
  }
}
