import type { ActivityTally } from './activity-tally.js'
import { type Bases, basesOf, blockOf } from './block-cache.js'
import type { Operation } from './operation.js'
import { Entry } from './operation-tape.js'
import type { PadWords } from './pads.js'
import type { PassSink } from './pass-builder.js'
import { RegisterFile } from './register-file.js'
import {
  type BankUse,
  BlockBank,
  callActivity,
  type RunBlock,
  turningSteps,
  wrapAddress,
} from './run-block.js'
import type { RunCall, RunState } from './run-call.js'
import { type Stored, viewWords } from './view.js'
import { WeightBanks } from './weight-banks.js'

/** A hand-over to whoever uses a bank next. */
export interface ItemGive {
  /** Place of the operation behind which it is. */
  readonly at: number
  readonly bank: number
}

/** One operation of a pass, or a block of them. */
export interface PassItem {
  readonly operation?: Operation
  readonly block?: RunBlock
  /** By bank of the block: that of the chip; banks of an operation are the chip's own. */
  readonly bankOf: readonly number[]
  /** Of the block's first writes, bit by bit, those that change nothing. */
  readonly unchanged: readonly boolean[]
  readonly uses: readonly BankUse[]
  /** By use: the bank is taken first. */
  readonly takes: boolean[]
  readonly gives: ItemGive[]
}

const CHIP_BANKS = Array.from({ length: 32 }, (_, bank) => bank)

/** Collects the operations of a pass, those of a call as one block. */
export class PassItems implements PassSink {
  readonly items: PassItem[] = []
  /** What the load engine, which owns all banks at reset, gives first. */
  readonly firstGives: ItemGive[] = []
  readonly #registers = new RegisterFile().values
  readonly #owners = new Uint8Array(CHIP_BANKS.length).fill(Entry.load)
  readonly #lastUsers: ({ readonly item: PassItem; readonly use: BankUse } | undefined)[] = []

  constructor(readonly tally: ActivityTally | undefined) {}

  loadMap(view: Stored): void {
    this.#one({ op: 'loadMap', engine: 'load', view }, view.bank, Entry.load)
    this.tally?.loadAct(viewWords(view))
  }

  loadPads(bank: number, address: number, pads: readonly PadWords[]): void {
    this.#one({ op: 'loadPads', engine: 'load', bank, address, pads }, bank, Entry.load)
    for (const { plan } of pads) this.tally?.loadAct(plan.inWords)
  }

  store(view: Stored): void {
    this.#one({ op: 'store', engine: 'store', view }, view.bank, Entry.store)
    this.tally?.store(viewWords(view))
  }

  mark(series: number, inputs: number): void {
    const operation: Operation = { op: 'mark', engine: 'compute', series, inputs }
    this.items.push({ operation, bankOf: CHIP_BANKS, unchanged: [], uses: [], takes: [], gives: [] })
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
    this.#add({ block, bankOf, unchanged, uses: block.uses, takes: [], gives: [] })
    if (this.tally !== undefined) {
      block.activity ??= callActivity(call, state)
      this.tally.add(block.activity)
    }
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

  #one(operation: Operation, bank: number, engine: number): void {
    const use = { bank, firstAt: 0, firstPlace: 0, firstEngine: engine, lastAt: 0, lastEngine: engine }
    this.#add({ operation, bankOf: CHIP_BANKS, unchanged: [], uses: [use], takes: [], gives: [] })
  }

  /** Each bank is given right behind its last use by one engine and taken right before the first use by the next. */
  #add(item: PassItem): void {
    for (const use of item.uses) {
      const bank = item.bankOf[use.bank]
      const user = this.#lastUsers[bank]
      const taken = this.#owners[bank] !== use.firstEngine
      if (taken) {
        if (user === undefined) this.firstGives.push({ at: 0, bank })
        else user.item.gives.push({ at: user.use.lastAt, bank: user.use.bank })
      }
      item.takes.push(taken)
      this.#owners[bank] = use.lastEngine
      this.#lastUsers[bank] = { item, use }
    }
    this.items.push(item)
  }
}
