import { WIDE_BANK_ID } from '@concord/arch'
import type { LoadPads, LoadWeights, Operation } from './operation.js'
import { bankAt, Entry, NO_BANKS, type OperationTape, withBank } from './operation-tape.js'
import type { Ownership } from './ownership.js'
import { RunColumn } from './run-times.js'
import type { RunWork } from './run-work.js'
import { type View, viewWords } from './view.js'

/** What a load or a store moves: words of activation banks, of weight banks, thresholds, words of the wide bank. */
export const Unit = { act: 0, weight: 1, threshold: 2, wide: 3 } as const

/**
 * Loads, RUNs and stores with the SETs, TAKEs and GIVEs around them, one instruction an entry, as columns: all that the chip's
 * time depends on besides the widths of stream and post unit, the queues and the pipeline.
 */
export class ClockTape {
  /**
   * @param kinds - `Entry` of each
   * @param sets - SETs in front, of the same engine
   * @param takes, gives - banks taken in front of it and given behind it, packed
   * @param units, amounts - of loads and stores: `Unit`, and how many; of marks the series and the inputs; of blocks 0 and their number
   */
  constructor(
    readonly kinds: number[] = [],
    readonly sets: number[] = [],
    readonly takes: number[] = [],
    readonly gives: number[] = [],
    readonly units: number[] = [],
    readonly amounts: number[] = [],
    readonly runs = new RunColumn(),
  ) {}

  get length(): number {
    return this.kinds.length
  }

  add(kind: number, sets: number, unit: number, amount: number, work?: RunWork): void {
    this.kinds.push(kind)
    this.sets.push(sets)
    this.takes.push(NO_BANKS)
    this.gives.push(NO_BANKS)
    this.units.push(unit)
    this.amounts.push(amount)
    this.runs.add(work)
  }

  /** The same with columns of its own where neighbours decide. */
  withOwnBorder(): ClockTape {
    const { kinds, sets, takes, gives, units, amounts, runs } = this
    return new ClockTape(kinds, sets.slice(), takes.slice(), gives.slice(), units, amounts, runs)
  }
}

/** Address registers of the load and of the store engine. */
export interface Addresses {
  load: number
  store: number
}

/** A tape and where the entries of each operation lie in it. */
export interface MadeTape {
  readonly tape: ClockTape
  /** By operation: its first entry; one more at the end. */
  readonly places: readonly number[]
}

/** Makes a tape of operations; `addresses` are those in front of it and become those behind it. */
export function makeClockTape(from: OperationTape, ownership: Ownership, addresses: Addresses): MadeTape {
  const tape = new ClockTape()
  const maker = new TapeMaker(tape, addresses)
  const places: number[] = []
  for (let at = 0; at < from.length; at++) {
    const first = tape.length
    places.push(first)
    const work = from.runs.at(at)
    if (work !== undefined) tape.add(Entry.run, from.sets[at], 0, 0, work)
    else maker.move(from.operations[at]!)
    const banks = from.banks[at]
    for (let i = 0, left = ownership.takes[at]; left !== 0; i++, left >>>= 1)
      if ((left & 1) !== 0) tape.takes[first] = withBank(tape.takes[first], bankAt(banks, i))
    const last = tape.length - 1
    for (let i = ownership.firstGive[at + 1]; i >= 0; i = ownership.nextGive[i])
      tape.gives[last] = withBank(tape.gives[last], ownership.giveBanks[i])
  }
  places.push(tape.length)
  return { tape, places }
}

/** Adds operations to a tape. */
export class TapeMaker {
  constructor(
    readonly tape: ClockTape,
    readonly addresses: Addresses,
  ) {}

  /** Loads, stores and marks. */
  move(operation: Operation): void {
    const { op } = operation
    if (op === 'loadWeights') this.#loadWeights(operation)
    else if (op === 'loadMap')
      this.#load(operation.view.address, unitOf(operation.view), viewWords(operation.view))
    else if (op === 'loadPads') this.#loadPads(operation)
    else if (op === 'store') this.#store(operation.view)
    else if (op === 'mark') this.tape.add(Entry.mark, 0, operation.series, operation.inputs)
  }

  #loadWeights({ parts }: LoadWeights): void {
    for (const { place, words, word, slots } of parts) {
      const { rows } = place.plan.rowGroups[place.rowGroup]
      if (words.count > 0) this.#load(word, Unit.weight, rows * words.count)
      if (slots > 0) this.#load(place.slot, Unit.threshold, rows * slots)
    }
  }

  #loadPads({ address, pads }: LoadPads): void {
    let at = address
    for (const { plan } of pads) {
      this.#load(at, Unit.act, plan.inWords)
      at += plan.inWords
    }
  }

  #load(address: number, unit: number, amount: number): void {
    this.tape.add(Entry.load, address === this.addresses.load ? 0 : 1, unit, amount)
    this.addresses.load = address
  }

  #store(view: View): void {
    const { addresses } = this
    this.tape.add(Entry.store, view.address === addresses.store ? 0 : 1, unitOf(view), viewWords(view))
    addresses.store = view.address
  }
}

function unitOf({ bank }: View): number {
  return bank === WIDE_BANK_ID ? Unit.wide : Unit.act
}
