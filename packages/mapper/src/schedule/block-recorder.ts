import { CallBlocks, isUnchanged } from './call-blocks.js'
import { Entry, NO_BANKS, OperationTape, packBanks } from './operation-tape.js'
import type { PadWords } from './pads.js'
import type { PassSink } from './pass-builder.js'
import type { RunCall, RunState } from './run-call.js'
import type { Stored } from './view.js'

/** Records the operations of a pass one by one, those of a call from its block. */
export class BlockRecorder implements PassSink {
  readonly tape = new OperationTape()
  readonly #calls = new CallBlocks()

  loadMap(view: Stored): void {
    this.tape.add({ op: 'loadMap', engine: 'load', view }, Entry.load, packBanks(view.bank))
  }

  loadPads(bank: number, address: number, pads: readonly PadWords[]): void {
    this.tape.add({ op: 'loadPads', engine: 'load', bank, address, pads }, Entry.load, packBanks(bank))
  }

  store(view: Stored): void {
    this.tape.add({ op: 'store', engine: 'store', view }, Entry.store, packBanks(view.bank))
  }

  mark(series: number, inputs: number): void {
    this.tape.add({ op: 'mark', engine: 'compute', series, inputs }, Entry.mark, NO_BANKS)
  }

  call(call: RunCall, state: RunState): void {
    const { tape } = this
    const { block, bankOf, unchanged } = this.#calls.next(call, state)
    const first = tape.length
    tape.append(block.operations, bankOf)
    for (const [i, { operation }] of block.touches.entries())
      if (isUnchanged(unchanged, i)) tape.sets[first + operation]--
  }
}
