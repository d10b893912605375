import type { Operation, Run } from './operation.js'
import type { RunWork } from './run-work.js'

/** What an entry of a tape is; but for a mark it is also the engine's number. */
export const Entry = { load: 0, run: 1, store: 2, mark: 3 } as const

const BANK_BITS = 5
const COUNT_LOW = 20
const BANK_MASK = (1 << BANK_BITS) - 1
const NO_WORK = { words: 0, held: 0, cycles: 0 }
const FIRST_CAPACITY = 64

/** Banks of an entry as one number, four at most, each once. */
export function packBanks(...banks: readonly number[]): number {
  let packed = banks.length << COUNT_LOW
  for (const [i, bank] of banks.entries()) packed |= bank << (BANK_BITS * i)
  return packed
}

export function bankCount(packed: number): number {
  return packed >>> COUNT_LOW
}

export function bankAt(packed: number, place: number): number {
  return (packed >>> (BANK_BITS * place)) & BANK_MASK
}

/** Operations of a pass in list order, as columns: a search goes through millions of them. */
export class OperationTape {
  length = 0
  /** By entry: `Entry`, packed banks, SETs in front of a RUN, and its work. */
  kinds = new Uint8Array(FIRST_CAPACITY)
  banks = new Int32Array(FIRST_CAPACITY)
  sets = new Int32Array(FIRST_CAPACITY)
  words = new Float64Array(FIRST_CAPACITY)
  held = new Float64Array(FIRST_CAPACITY)
  cycles = new Float64Array(FIRST_CAPACITY)
  /** By entry; of RUNs where somebody is to read them. */
  readonly operations: (Operation | undefined)[] = []

  add(operation: Exclude<Operation, Run>, kind: number, banks: number): void {
    this.#push(kind, banks, 0, NO_WORK, operation)
  }

  /** @param sets - registers that change in front of it */
  addRun(banks: number, sets: number, work: Pick<RunWork, keyof typeof NO_WORK>, run?: Run): void {
    this.#push(Entry.run, banks, sets, work, run)
  }

  /** Gives back what is not used. */
  trim(): void {
    const { length } = this
    this.kinds = this.kinds.slice(0, length)
    this.banks = this.banks.slice(0, length)
    this.sets = this.sets.slice(0, length)
    this.words = this.words.slice(0, length)
    this.held = this.held.slice(0, length)
    this.cycles = this.cycles.slice(0, length)
  }

  /** Adds an entry of another tape. */
  copy(from: OperationTape, at: number): void {
    if (this.length === this.kinds.length) this.#grow()
    const end = this.length++
    this.kinds[end] = from.kinds[at]
    this.banks[end] = from.banks[at]
    this.sets[end] = from.sets[at]
    this.words[end] = from.words[at]
    this.held[end] = from.held[at]
    this.cycles[end] = from.cycles[at]
    this.operations[end] = from.operations[at]
  }

  #push(
    kind: number,
    banks: number,
    sets: number,
    { words, held, cycles }: typeof NO_WORK,
    operation: Operation | undefined,
  ): void {
    if (this.length === this.kinds.length) this.#grow()
    const end = this.length++
    this.kinds[end] = kind
    this.banks[end] = banks
    this.sets[end] = sets
    this.words[end] = words
    this.held[end] = held
    this.cycles[end] = cycles
    this.operations[end] = operation
  }

  #grow(): void {
    const capacity = 4 * this.kinds.length
    const integers = (old: Int32Array) => {
      const grown = new Int32Array(capacity)
      grown.set(old)
      return grown
    }
    const numbers = (old: Float64Array) => {
      const grown = new Float64Array(capacity)
      grown.set(old)
      return grown
    }
    const kinds = new Uint8Array(capacity)
    kinds.set(this.kinds)
    this.kinds = kinds
    this.banks = integers(this.banks)
    this.sets = integers(this.sets)
    this.words = numbers(this.words)
    this.held = numbers(this.held)
    this.cycles = numbers(this.cycles)
  }
}
