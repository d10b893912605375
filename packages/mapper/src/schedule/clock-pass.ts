import { type ChipConfig, type ChipGeometry, chipGeometry } from '@concord/arch'
import { setsOf, withBorder } from './block-border.js'
import { Owner } from './clock-counters.js'
import type { LoadPads, LoadWeights, Operation } from './operation.js'
import { bankAt, Entry, type OperationTape } from './operation-tape.js'
import { type Ownership, planOwnership } from './ownership.js'
import type { PassItem, PassItems } from './pass-items.js'
import type { RunBlock } from './run-block.js'
import { StreamClock } from './stream-clock.js'
import { type View, viewWordBeats, viewWordBytes, viewWords } from './view.js'

/** Tells the clock a pass, without making its bytes: the instructions are those of `emit`. */
export class PassClock {
  readonly clock: StreamClock
  /** By series, when the array had finished each round and how many beats had come. */
  readonly rounds = new Map<number, { inputs: number; end: number; beats: number }[]>()
  /** Bytes sent. */
  storedBytes = 0
  readonly #geometry: ChipGeometry
  /** What a block's time depends on besides its operations and the clock's state. */
  readonly #prefix: string
  #loadAddress = 0
  #storeAddress = 0

  constructor(config: ChipConfig) {
    this.clock = new StreamClock(config)
    this.#geometry = chipGeometry(config)
    const { instructionBeats, wordBeats, thresholdBeats } = this.#geometry
    this.#prefix = `${instructionBeats},${wordBeats},${thresholdBeats},${config.queueDepth},`
  }

  /** @param tape - of whose RUNs the registers were counted */
  tell(tape: OperationTape): void {
    const { clock } = this
    const ownership = planOwnership(tape)
    clock.control()
    for (let i = ownership.firstGive[0]; i >= 0; i = ownership.nextGive[i])
      clock.give(Owner.load, ownership.giveBanks[i])
    this.#operations(tape, ownership, tape.sets, CHIP_BANKS)
    clock.end()
  }

  /** Blocks of them, each from what it did to the clock in the same state before. */
  tellItems({ items, firstGives }: PassItems): void {
    const { clock } = this
    clock.control()
    for (const { bank } of firstGives) clock.give(Owner.load, bank)
    for (const item of items) {
      if (item.block !== undefined) this.#block(item, item.block)
      else this.#single(item, item.operation!)
    }
    clock.end()
  }

  #single({ uses, takes, gives }: PassItem, operation: Operation): void {
    if (operation.op === 'mark') {
      this.#mark(operation)
      return
    }
    const engine = Owner[operation.engine]
    for (const [i, { bank }] of uses.entries()) if (takes[i]) this.clock.take(engine, bank)
    this.#move(operation)
    for (const { bank } of gives) this.clock.give(engine, bank)
  }

  #block(item: PassItem, block: RunBlock): void {
    const { clock } = this
    const { bankOf, uses, takes, gives } = item
    const addressKept = block.loads?.first === this.#loadAddress
    clock.settle()
    let key = `${this.#prefix}${addressKept ? 1 : 0}`
    for (const same of item.unchanged) key += same ? '1' : '0'
    key += ';'
    for (const { bank } of gives) key += `${bank},`
    key += clock.state
    for (const [i, { bank }] of uses.entries()) if (takes[i]) key += `;${bank}${clock.waitsFor(bankOf[bank])}`
    const known = block.transfers.get(key)
    if (known !== undefined) {
      clock.transfer(known, bankOf)
      if (block.loads) this.#loadAddress = block.loads.last
      return
    }
    const begun = clock.begin()
    this.#operations(block.tape, withBorder(block, item), setsOf(block, item), bankOf)
    const engines = gives.map(({ bank }) => uses.find((use) => use.bank === bank)!.lastEngine)
    const given = gives.map(({ bank }, i) => ({
      ...{ bank, engine: engines[i], at: clock.lastGive(bankOf[bank]) },
    }))
    if (block.transfers.size >= KEPT) block.transfers.clear()
    block.transfers.set(key, clock.since(begun, given))
  }

  /** @param bankOf - banks of the chip by those of the tape */
  #operations(
    tape: OperationTape,
    { takes, firstGive, nextGive, giveBanks }: Ownership,
    sets: Int32Array,
    bankOf: readonly number[],
  ): void {
    const { clock } = this
    const { length, kinds, banks, words, held, cycles, operations } = tape
    for (let at = 0; at < length; at++) {
      const kind = kinds[at]
      if (kind === Entry.mark) {
        this.#mark(operations[at]!)
        continue
      }
      if (kind === Entry.run) clock.set(sets[at])
      for (let i = 0, left = takes[at]; left !== 0; i++, left >>>= 1) {
        if ((left & 1) !== 0) clock.take(kind, bankOf[bankAt(banks[at], i)])
      }
      if (kind === Entry.run) clock.run(words[at], held[at], cycles[at])
      else this.#move(operations[at]!)
      for (let i = firstGive[at + 1]; i >= 0; i = nextGive[i]) clock.give(kind, bankOf[giveBanks[i]])
    }
  }

  /** Loads and stores. */
  #move(operation: Operation): void {
    if (operation.op === 'loadWeights') this.#loadWeights(operation)
    else if (operation.op === 'loadMap') this.#loadMap(operation.view)
    else if (operation.op === 'store') this.#store(operation.view)
    else if (operation.op === 'loadPads') this.#loadPads(operation)
  }

  #loadMap(view: View): void {
    this.#setLoadAddress(view.address)
    this.clock.load(viewWords(view) * viewWordBeats(this.#geometry, view))
  }

  #loadPads({ address, pads }: LoadPads): void {
    let at = address
    for (const { plan } of pads) {
      this.#setLoadAddress(at)
      this.clock.load(plan.inWords * this.#geometry.wordBeats)
      at += plan.inWords
    }
  }

  #loadWeights({ parts }: LoadWeights): void {
    const { wordBeats, thresholdBeats } = this.#geometry
    for (const { place, words, slots } of parts) {
      const { rows } = place.plan.rowGroups[place.rowGroup]
      if (words.count > 0) {
        this.#setLoadAddress(place.word + words.first)
        this.clock.load(rows * words.count * wordBeats)
      }
      if (slots === 0) continue
      this.#setLoadAddress(place.slot)
      this.clock.load(rows * slots * thresholdBeats)
    }
  }

  #store(view: View): void {
    if (view.address !== this.#storeAddress) this.clock.setStore()
    this.#storeAddress = view.address
    const words = viewWords(view)
    this.storedBytes += words * viewWordBytes(this.#geometry, view)
    this.clock.store(words * viewWordBeats(this.#geometry, view))
  }

  #mark(operation: Operation): void {
    if (operation.op !== 'mark') return
    const { series, inputs } = operation
    const rounds = this.rounds.get(series)
    const round = { inputs, end: this.clock.computed, beats: this.clock.beats }
    if (rounds) rounds.push(round)
    else this.rounds.set(series, [round])
  }

  #setLoadAddress(address: number): void {
    if (address !== this.#loadAddress) this.clock.control()
    this.#loadAddress = address
  }
}

/** States of the clock that are kept of a block. */
const KEPT = 1000
const CHIP_BANKS = Array.from({ length: 32 }, (_, bank) => bank)
