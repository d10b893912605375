import { GIVE_BITS, variantOf } from './block-border.js'
import { type CallBlock, CallBlocks } from './call-blocks.js'
import { kindOf, Slot } from './clock-tape.js'
import type { Operation } from './operation.js'
import { Entry } from './operation-tape.js'
import type { PadWords } from './pads.js'
import type { PassSink } from './pass-builder.js'
import { PassScript, type ScriptBlock } from './pass-script.js'
import type { RunCall, RunState } from './run-call.js'
import { type Addresses, TapeMaker } from './tape-maker.js'
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
  readonly #blocks: BlockItem[] = []
  readonly #addresses: Addresses = { load: 0, store: 0 }
  readonly #maker = new TapeMaker(this.#addresses)
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
    const at = this.#maker.length
    const item = { block, bankOf, unchanged, loadKept, takes: 0, gives: 0 }
    this.#maker.add(Entry.block, 0, 0, this.#blocks.push(item) - 1)
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
    return new PassScript(this.#firstGives, this.#maker.finish(), blocks)
  }

  #one(operation: Operation, bank: number, engine: number): void {
    const maker = this.#maker
    const at = maker.length
    const taken = this.#handOver(bank, engine)
    this.operations++
    maker.move(operation)
    if (taken) maker.addBank(at, Slot.takes, bank)
    this.#use(bank, engine, maker.length - 1, 0)
  }

  /** Each bank is given right behind its last use by one engine and taken right before the first use by the next; tells whether it has to be taken. */
  #handOver(bank: number, engine: number): boolean {
    if (this.#owners[bank] === engine) return false
    const maker = this.#maker
    const at = this.#lastAt[bank]
    if (at < 0) this.#firstGives.push(bank)
    else if (kindOf(maker.at(at, Slot.head)) !== Entry.block) maker.addBank(at, Slot.gives, bank)
    else {
      const item = this.#blocks[maker.at(at, Slot.amount)]
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
