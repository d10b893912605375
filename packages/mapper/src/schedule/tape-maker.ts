import { WIDE_BANK_ID } from '@concord/arch'
import { addBank, ClockTape, packHead, Slot, STRIDE, Unit } from './clock-tape.js'
import { type Piece, spanWords } from './load-pieces.js'
import type { LoadMap, LoadPads, LoadWeights, Operation, TilePart } from './operation.js'
import { bankAt, Entry, NO_BANKS, type OperationTape } from './operation-tape.js'
import type { Ownership } from './ownership.js'
import type { Span } from './region.js'
import { RunWorks } from './run-works.js'
import { type View, viewWords } from './view.js'

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
  const maker = new TapeMaker(addresses, from.works, room)
  const places: number[] = []
  for (let at = 0; at < from.length; at++) {
    const first = maker.length
    places.push(first)
    if (from.kindAt(at) === Entry.run) maker.add(Entry.run, from.setsAt(at), 0, from.workAt(at))
    else maker.move(from.operations[at]!, from.pieceAt(at))
    const banks = from.banksAt(at)
    for (let i = 0, left = ownership.takes[at]; left !== 0; i++, left >>>= 1)
      if ((left & 1) !== 0) maker.addBank(first, Slot.takes, bankAt(banks, i))
    const last = maker.length - 1
    for (let i = ownership.firstGive[at + 1]; i >= 0; i = ownership.nextGive[i])
      maker.addBank(last, Slot.gives, ownership.giveBanks[i])
  }
  places.push(maker.length)
  room = maker.room
  return { tape: maker.finish(), places }
}

/** Room for the tape that is made at the moment, used again for the next one. */
let room = new Int32Array(STRIDE * 1024)

/** Makes a tape entry by entry. */
export class TapeMaker {
  /** Entries so far. */
  length = 0
  #numbers: Int32Array<ArrayBuffer>

  /** @param room - for the first entries; nobody else may use it before the tape is finished */
  constructor(
    readonly addresses: Addresses,
    readonly works = new RunWorks(),
    room = new Int32Array(STRIDE * FIRST_ROOM),
  ) {
    this.#numbers = room
  }

  /** What its entries lie in. */
  get room(): Int32Array<ArrayBuffer> {
    return this.#numbers
  }

  finish(): ClockTape {
    return new ClockTape(this.#numbers.slice(0, STRIDE * this.length), this.works)
  }

  /** Of an entry. @param slot - of `Slot` */
  at(entry: number, slot: number): number {
    return this.#numbers[entry * STRIDE + slot]
  }

  addBank(entry: number, slot: number, bank: number): void {
    addBank(this.#numbers, entry, slot, bank)
  }

  add(kind: number, sets: number, unit: number, amount: number): void {
    this.#push(packHead(kind, unit, sets), NO_BANKS, amount)
  }

  /** Loads, stores and marks. @param piece - of a load, where it is not the whole */
  move(operation: Operation, piece?: Piece): void {
    const { op } = operation
    if (op === 'loadWeights') this.#loadWeights(operation, piece)
    else if (op === 'loadMap') this.#loadMap(operation, piece)
    else if (op === 'loadPads') this.#loadPads(operation)
    else if (op === 'store') this.#store(operation.view)
    else if (op === 'mark') this.#push(Entry.mark, operation.series, operation.inputs)
  }

  #loadMap(operation: LoadMap, piece: Piece | undefined): void {
    const { view } = operation
    const unit = unitOfView(view)
    if (piece === undefined) this.#load(view.address, unit, viewWords(view))
    else {
      const span = spanWords(operation)
      this.#load(view.address + piece.first * span, unit, piece.count * span)
    }
  }

  #loadWeights({ parts }: LoadWeights, piece: Piece | undefined): void {
    if (piece !== undefined) this.#loadPart(parts[piece.part], piece)
    else for (const part of parts) this.#loadPart(part, part.words)
  }

  /** Parameters of a part come with its first words. */
  #loadPart({ place, words, word, slots }: TilePart, { first, count }: Span): void {
    const { rows } = place.plan.rowGroups[place.rowGroup]
    if (count > 0) this.#load(word + first - words.first, Unit.weight, rows * count)
    if (slots > 0 && first === words.first) this.#load(place.slot, Unit.threshold, rows * slots)
  }

  #loadPads({ address, pads }: LoadPads): void {
    let at = address
    for (const { plan } of pads) {
      this.#load(at, Unit.act, plan.inWords)
      at += plan.inWords
    }
  }

  #load(address: number, unit: number, amount: number): void {
    this.add(Entry.load, address === this.addresses.load ? 0 : 1, unit, amount)
    this.addresses.load = address
  }

  #store(view: View): void {
    const { addresses } = this
    this.add(Entry.store, view.address === addresses.store ? 0 : 1, unitOfView(view), viewWords(view))
    addresses.store = view.address
  }

  #push(head: number, takes: number, amount: number): void {
    const at = STRIDE * this.length++
    if (at === this.#numbers.length) {
      const more = new Int32Array(2 * at)
      more.set(this.#numbers)
      this.#numbers = more
    }
    const numbers = this.#numbers
    numbers[at + Slot.head] = head
    numbers[at + Slot.takes] = takes
    numbers[at + Slot.gives] = NO_BANKS
    numbers[at + Slot.amount] = amount
  }
}

/** Entries for which there is room at first. */
const FIRST_ROOM = 64

function unitOfView({ bank }: View): number {
  return bank === WIDE_BANK_ID ? Unit.wide : Unit.act
}
