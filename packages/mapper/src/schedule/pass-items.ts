import { GIVE_BITS, variantOf } from './block-border.js'
import { type CallBlock, CallBlocks } from './call-blocks.js'
import { type Addresses, ClockTape, TapeMaker } from './clock-tape.js'
import type { Operation } from './operation.js'
import { Entry, withBank } from './operation-tape.js'
import type { PadWords } from './pads.js'
import type { PassSink } from './pass-builder.js'
import { PassScript, type ScriptBlock } from './pass-script.js'
import type { RunCall, RunState } from './run-call.js'
import type { Stored } from './view.js'

/** Names of banks are below this. */
const BANKS = 32
/** By bank, at the start. */
const ALL_LOADS: readonly number[] = Array.from({ length: BANKS }, () => Entry.load)
const NOWHERE: readonly number[] = Array.from({ length: BANKS }, () => -1)

/** A block of a pass; what its neighbours decide is not known before they come. */
interface BlockItem extends CallBlock {
  readonly loadKept: boolean
  takes: number
  gives: number
}

/** Collects the operations of a pass, those of a call as one block. */
export class PassItems implements PassSink {
  /** So far, those in blocks one by one. */
  operations = 0
  readonly #firstGives: number[] = []
  readonly #tape = new ClockTape()
  readonly #blocks: BlockItem[] = []
  readonly #addresses: Addresses = { load: 0, store: 0 }
  readonly #maker = new TapeMaker(this.#tape, this.#addresses)
  readonly #calls = new CallBlocks()
  /** By bank: its owner, and the entry that used it last, with the place among a block's uses. */
  readonly #owners: number[] = ALL_LOADS.slice()
  readonly #lastAt: number[] = NOWHERE.slice()
  readonly #lastUse: number[] = NOWHERE.slice()

  loadMap(view: Stored): void {
    this.#one({ op: 'loadMap', engine: 'load', view }, view.bank, Entry.load)
  }

  loadPads(bank: number, address: number, pads: readonly PadWords[]): void {
    this.#one({ op: 'loadPads', engine: 'load', bank, address, pads }, bank, Entry.load)
  }

  store(view: Stored): void {
    this.#one({ op: 'store', engine: 'store', view }, view.bank, Entry.store)
  }

  mark(series: number, inputs: number): void {
    this.operations++
    this.#maker.move({ op: 'mark', engine: 'compute', series, inputs })
  }

  call(call: RunCall, state: RunState): void {
    const { block, bankOf, unchanged } = this.#calls.next(call, state)
    const { loads, uses, operations } = block
    const loadKept = loads?.first === this.#addresses.load
    if (loads !== undefined) this.#addresses.load = loads.last
    this.operations += operations.length
    const at = this.#tape.length
    const item = { block, bankOf, unchanged, loadKept, takes: 0, gives: 0 }
    this.#tape.add(Entry.block, 0, 0, this.#blocks.push(item) - 1)
    for (let i = 0; i < uses.length; i++) {
      const { bank, firstEngine, lastEngine } = uses[i]
      if (this.#handOver(bankOf[bank], firstEngine)) item.takes |= 1 << i
      this.#use(bankOf[bank], lastEngine, at, i)
    }
  }

  /** All operations, with the hand-overs between them. */
  finish(): PassScript {
    const blocks = this.#blocks.map(
      (item): ScriptBlock => ({
        base: item.block,
        variant: variantOf(item.block, item),
        bankOf: item.bankOf,
      }),
    )
    return new PassScript(this.#firstGives, this.#tape, blocks)
  }

  #one(operation: Operation, bank: number, engine: number): void {
    const tape = this.#tape
    const at = tape.length
    const taken = this.#handOver(bank, engine)
    this.operations++
    this.#maker.move(operation)
    if (taken) tape.takes[at] = withBank(tape.takes[at], bank)
    this.#use(bank, engine, tape.length - 1, 0)
  }

  /** Each bank is given right behind its last use by one engine and taken right before the first use by the next; tells whether it has to be taken. */
  #handOver(bank: number, engine: number): boolean {
    if (this.#owners[bank] === engine) return false
    const tape = this.#tape
    const at = this.#lastAt[bank]
    if (at < 0) this.#firstGives.push(bank)
    else if (tape.kinds[at] !== Entry.block) tape.gives[at] = withBank(tape.gives[at], bank)
    else {
      const item = this.#blocks[tape.amounts[at]]
      item.gives = (item.gives << GIVE_BITS) | (this.#lastUse[bank] + 1)
    }
    return true
  }

  #use(bank: number, engine: number, at: number, use: number): void {
    this.#owners[bank] = engine
    this.#lastAt[bank] = at
    this.#lastUse[bank] = use
  }
}
