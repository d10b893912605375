import { variantOf } from './block-border.js'
import { type Bases, basesOf, blockOf } from './block-cache.js'
import { type Addresses, ClockTape, TapeMaker } from './clock-tape.js'
import type { Operation } from './operation.js'
import { Entry, withBank } from './operation-tape.js'
import type { PadWords } from './pads.js'
import type { PassSink } from './pass-builder.js'
import { CHIP_BANKS, type ScriptItem } from './pass-script.js'
import { RegisterFile } from './register-file.js'
import { type BankUse, BlockBank, type RunBlock, turningSteps, wrapAddress } from './run-block.js'
import type { RunCall, RunState } from './run-call.js'
import type { Stored } from './view.js'
import { WeightBanks } from './weight-banks.js'

/** One operation of a pass, or a block of them. */
interface PassItem {
  /** Of one operation. */
  readonly tape: ClockTape | undefined
  readonly block: RunBlock | undefined
  /** By bank of the block: that of the chip; banks of an operation are the chip's own. */
  readonly bankOf: readonly number[]
  /** Of the block's first writes, bit by bit, those that change nothing. */
  readonly unchanged: readonly boolean[]
  readonly loadKept: boolean
  readonly uses: readonly BankUse[]
  /** By use: the bank is taken first. */
  readonly takes: boolean[]
  /** Uses that are handed over to whoever is next, in order. */
  readonly gives: number[]
}

/** Collects the operations of a pass, those of a call as one block. */
export class PassItems implements PassSink {
  /** Banks that the load engine, which owns all at reset, gives first. */
  readonly firstGives: number[] = []
  readonly #items: PassItem[] = []
  readonly #addresses: Addresses = { load: 0, store: 0 }
  readonly #registers = new RegisterFile().values
  readonly #owners = new Uint8Array(CHIP_BANKS.length).fill(Entry.load)
  readonly #lastUsers: ({ readonly item: PassItem; readonly use: number } | undefined)[] = []

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
    this.#one({ op: 'mark', engine: 'compute', series, inputs })
  }

  call(call: RunCall, state: RunState): void {
    const { weights, forwards } = state
    const bases = basesOf(call)
    const block = blockOf(call, state, bases)
    const bankOf: number[] = []
    bankOf[BlockBank.from] = call.from.bank
    if (call.to !== undefined) bankOf[BlockBank.to] = call.to.bank
    bankOf[BlockBank.lastWeights] = WeightBanks.ids[weights.last]
    bankOf[BlockBank.otherWeights] = WeightBanks.ids[1 - weights.last]
    const unchanged = this.#write(block, bases)
    const loadKept = block.loads?.first === this.#addresses.load
    if (block.loads !== undefined) this.#addresses.load = block.loads.last
    this.#add({ tape: undefined, block, bankOf, unchanged, loadKept, uses: block.uses, takes: [], gives: [] })
    const before = [weights.held[weights.last], weights.held[1 - weights.last]]
    const { last } = weights
    for (const [role, held] of block.held.entries())
      weights.held[role === 0 ? last : 1 - last] = typeof held === 'number' ? before[held] : held
    weights.last = block.lastWeights === 0 ? last : 1 - last
    for (const steps of turningSteps(call.plan)) {
      if (block.forwards.has(steps)) forwards.add(steps)
      else forwards.delete(steps)
    }
  }

  /** All items, with the hand-overs between them. */
  finish(): ScriptItem[] {
    return this.#items.map((item): ScriptItem => {
      const { tape, block, bankOf, uses } = item
      if (block !== undefined) {
        const variant = variantOf(block, item)
        const waits = uses.filter((_, i) => item.takes[i]).map(({ bank }) => bank)
        return { tape: variant.tape, base: block, variant, waits, bankOf }
      }
      for (const [i, { bank }] of uses.entries()) {
        if (item.takes[i]) tape!.takes[0] = withBank(tape!.takes[0], bank)
        const last = tape!.length - 1
        if (item.gives.includes(i)) tape!.gives[last] = withBank(tape!.gives[last], bank)
      }
      return { tape: tape!, base: undefined, variant: undefined, waits: [], bankOf }
    })
  }

  /** Writes what a block writes; tells of its first writes which change nothing. */
  #write({ touches }: RunBlock, bases: Bases): boolean[] {
    const registers = this.#registers
    return touches.map(({ place, value, end, base }) => {
      const offset = base === undefined ? undefined : bases[base]
      const at = (own: number) => (offset === undefined ? own : wrapAddress(own + offset))
      const same = registers[place] === at(value)
      registers[place] = at(end)
      return same
    })
  }

  #one(operation: Operation, bank?: number, engine = 0): void {
    const tape = new ClockTape()
    new TapeMaker(tape, this.#addresses).move(operation)
    const last = { lastAt: tape.length - 1, lastEngine: engine }
    const uses = bank === undefined ? [] : [{ bank, firstAt: 0, firstEngine: engine, ...last }]
    const [bankOf, block] = [CHIP_BANKS, undefined]
    this.#add({ tape, block, bankOf, unchanged: [], loadKept: false, uses, takes: [], gives: [] })
  }

  /** Each bank is given right behind its last use by one engine and taken right before the first use by the next. */
  #add(item: PassItem): void {
    for (const [i, use] of item.uses.entries()) {
      const bank = item.bankOf[use.bank]
      const user = this.#lastUsers[bank]
      const taken = this.#owners[bank] !== use.firstEngine
      if (taken) {
        if (user === undefined) this.firstGives.push(bank)
        else user.item.gives.push(user.use)
      }
      item.takes.push(taken)
      this.#owners[bank] = use.lastEngine
      this.#lastUsers[bank] = { item, use: i }
    }
    this.#items.push(item)
  }
}
