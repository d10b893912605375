import { type Movable, type Piece, pieceOf } from './load-pieces.js'
import type { Operation, Run } from './operation.js'
import type { RunWork } from './run-work.js'
import { RunWorks } from './run-works.js'

/** What an entry of a tape is: that of an engine is its number. A block of loads and RUNs is an entry of a script only. */
export const Entry = { load: 0, run: 1, store: 2, mark: 3, block: 4 } as const

const BANK_BITS = 5
const COUNT_LOW = 25
const BANK_MASK = (1 << BANK_BITS) - 1

/** Banks of an entry as one number, five at most, each once. */
export function packBanks(...banks: readonly number[]): number {
  let packed = banks.length << COUNT_LOW
  for (const [i, bank] of banks.entries()) packed |= bank << (BANK_BITS * i)
  return packed
}

/** No banks. */
export const NO_BANKS = packBanks()

/** Adds a bank to packed ones. */
export function withBank(packed: number, bank: number): number {
  return (packed + (1 << COUNT_LOW)) | (bank << (BANK_BITS * (packed >>> COUNT_LOW)))
}

export function bankCount(packed: number): number {
  return packed >>> COUNT_LOW
}

export function bankAt(packed: number, place: number): number {
  return (packed >>> (BANK_BITS * place)) & BANK_MASK
}

/** Numbers of an entry: `Entry` and SETs in front of a RUN, packed banks, and the place of a RUN's work or of a load's piece. */
const STRIDE = 3
const KIND_BITS = 3
const KIND_MASK = (1 << KIND_BITS) - 1
/** Of other operations than RUNs, and of whole loads. */
const NOWHERE = -1

/** Operations of a pass in list order, as numbers side by side: a search goes through millions of them. */
export class OperationTape {
  /** Of its RUNs. */
  readonly works = new RunWorks()
  /** By entry; of RUNs where somebody is to read them. */
  readonly operations: (Operation | undefined)[] = []
  /** Of loads that are in pieces. */
  readonly #pieces: Piece[] = []
  #numbers = new Int32Array(STRIDE * FIRST_ROOM)

  get length(): number {
    return this.operations.length
  }

  /** About how many numbers it is. */
  get numbersKept(): number {
    return this.#numbers.length + WORK_NUMBERS * this.works.works.length
  }

  /** `Entry` of an entry. */
  kindAt(entry: number): number {
    return this.#numbers[entry * STRIDE] & KIND_MASK
  }

  /** SETs in front of a RUN. */
  setsAt(entry: number): number {
    return this.#numbers[entry * STRIDE] >>> KIND_BITS
  }

  /** Packed. */
  banksAt(entry: number): number {
    return this.#numbers[entry * STRIDE + 1]
  }

  /** The piece of its load that an entry is; undefined where it is the whole operation. */
  pieceAt(entry: number): Piece | undefined {
    return this.kindAt(entry) === Entry.load ? this.#pieces[this.workAt(entry)] : undefined
  }

  /** What an entry does, where it was kept: of a piece a load of its own. */
  operationAt(entry: number): Operation | undefined {
    const operation = this.operations[entry]
    const piece = this.pieceAt(entry)
    return piece === undefined ? operation : pieceOf(operation as Movable, piece)
  }

  /** Place of a RUN's work among `works`. */
  workAt(entry: number): number {
    return this.#numbers[entry * STRIDE + 2]
  }

  add(operation: Exclude<Operation, Run>, kind: number, banks: number): void {
    this.#push(kind, banks, NOWHERE, operation)
  }

  addPiece(operation: Movable, banks: number, piece: Piece): void {
    this.#push(Entry.load, banks, this.#pieces.push(piece) - 1, operation)
  }

  /** @param sets - registers that change in front of it */
  addRun(banks: number, sets: number, work: RunWork, run?: Run): void {
    this.#push(Entry.run | (sets << KIND_BITS), banks, this.works.placeOf(work), run)
  }

  /** A register does not change in front of a RUN after all. */
  dropSet(entry: number): void {
    this.#numbers[entry * STRIDE] -= 1 << KIND_BITS
  }

  /** Adds an entry of another tape, whose loads are whole; likewise below. */
  copy(from: OperationTape, entry: number): void {
    this.#take(from, entry, from.banksAt(entry))
  }

  /** Adds all entries of another tape. @param bankOf - by bank of theirs */
  append(from: OperationTape, bankOf: readonly number[]): void {
    let [before, banks] = [NO_BANKS, NO_BANKS]
    for (let at = 0; at < from.length; at++) {
      const own = from.banksAt(at)
      if (own !== before) {
        before = own
        banks = NO_BANKS
        for (let i = 0; i < bankCount(own); i++) banks = withBank(banks, bankOf[bankAt(own, i)])
      }
      this.#take(from, at, banks)
    }
  }

  #take(from: OperationTape, entry: number, banks: number): void {
    const place = from.workAt(entry)
    const own = place === NOWHERE ? NOWHERE : this.works.placeOf(from.works.works[place])
    this.#push(from.#numbers[entry * STRIDE], banks, own, from.operations[entry])
  }

  #push(head: number, banks: number, work: number, operation: Operation | undefined): void {
    const at = this.operations.length * STRIDE
    if (at === this.#numbers.length) {
      const more = new Int32Array(2 * at)
      more.set(this.#numbers)
      this.#numbers = more
    }
    this.#numbers[at] = head
    this.#numbers[at + 1] = banks
    this.#numbers[at + 2] = work
    this.operations.push(operation)
  }
}

/** Numbers that a work is about. */
const WORK_NUMBERS = 50

/** Entries for which there is room at first. */
const FIRST_ROOM = 32
