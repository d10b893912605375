import { Entry, NO_BANKS, OperationTape, packBanks } from './operation-tape.js'
import type { PadWords } from './pads.js'
import type { Stored } from './view.js'

/** Records what moves maps and pads of a pass, and the ends of its rounds; calls are its heirs' business. */
export class MoveRecorder {
  readonly tape = new OperationTape()

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
}
