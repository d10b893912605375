import type { Operation, Run } from './operation.js'
import { RunColumn } from './run-times.js'
import type { RunWork } from './run-work.js'

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

/** Operations of a pass in list order, as columns: a search goes through millions of them. */
export class OperationTape {
  /** By entry: `Entry`, packed banks, and SETs in front of a RUN. */
  readonly kinds: number[] = []
  readonly banks: number[] = []
  readonly sets: number[] = []
  readonly runs = new RunColumn()
  /** By entry; of RUNs where somebody is to read them. */
  readonly operations: (Operation | undefined)[] = []

  get length(): number {
    return this.kinds.length
  }

  add(operation: Exclude<Operation, Run>, kind: number, banks: number): void {
    this.#push(kind, banks, 0, undefined, operation)
  }

  /** @param sets - registers that change in front of it */
  addRun(banks: number, sets: number, work: RunWork, run?: Run): void {
    this.#push(Entry.run, banks, sets, work, run)
  }

  /** Adds an entry of another tape. */
  copy(from: OperationTape, at: number): void {
    this.#push(from.kinds[at], from.banks[at], from.sets[at], from.runs.at(at), from.operations[at])
  }

  /** Adds all entries of another tape. @param bankOf - by bank of theirs */
  append(from: OperationTape, bankOf: readonly number[]): void {
    let [before, banks] = [NO_BANKS, NO_BANKS]
    for (let at = 0; at < from.length; at++) {
      const own = from.banks[at]
      if (own !== before) {
        before = own
        banks = NO_BANKS
        for (let i = 0; i < bankCount(own); i++) banks = withBank(banks, bankOf[bankAt(own, i)])
      }
      this.#push(from.kinds[at], banks, from.sets[at], from.runs.at(at), from.operations[at])
    }
  }

  #push(
    kind: number,
    banks: number,
    sets: number,
    work: RunWork | undefined,
    operation: Operation | undefined,
  ): void {
    this.kinds.push(kind)
    this.banks.push(banks)
    this.sets.push(sets)
    this.runs.add(work)
    this.operations.push(operation)
  }
}
