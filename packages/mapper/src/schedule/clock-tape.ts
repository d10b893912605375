import { withBank } from './operation-tape.js'
import type { RunWorks } from './run-works.js'

/** What a load or a store moves: words of activation banks, of weight banks, thresholds, words of the wide bank. */
export const Unit = { act: 0, weight: 1, threshold: 2, wide: 3 } as const

/** Numbers of an entry in a tape. */
export const STRIDE = 4

/** By place among the numbers of an entry. */
export const Slot = {
  /** `Entry`, `Unit` of loads and stores, and SETs in front, of the same engine, packed. */
  head: 0,
  /** Banks taken in front of it and given behind it, packed; of marks the series. */
  takes: 1,
  gives: 2,
  /** Of RUNs the place of their work, of loads and stores units, of marks inputs, of blocks their number. */
  amount: 3,
} as const

const UNIT_LOW = 3
const SETS_LOW = 5
/** One SET in the head of an entry. */
export const ONE_SET = 1 << SETS_LOW

/** Packs the head of an entry. */
export function packHead(kind: number, unit: number, sets: number): number {
  return kind | (unit << UNIT_LOW) | (sets << SETS_LOW)
}

/** Of the head of an entry. */
export function kindOf(head: number): number {
  return head & ((1 << UNIT_LOW) - 1)
}

/** Likewise. */
export function unitOf(head: number): number {
  return (head >>> UNIT_LOW) & ((1 << (SETS_LOW - UNIT_LOW)) - 1)
}

/** Likewise. */
export function setsOf(head: number): number {
  return head >>> SETS_LOW
}

/**
 * Loads, RUNs and stores with the SETs, TAKEs and GIVEs around them, one instruction an entry: all that the chip's time depends on
 * besides the widths of stream and post unit, the queues and the pipeline. A search keeps millions of entries, so they are plain
 * numbers, which the garbage collector does not look at.
 */
export class ClockTape {
  /**
   * @param numbers - `STRIDE` an entry, see `Slot`
   * @param works - of its RUNs
   */
  constructor(
    readonly numbers: Int32Array,
    readonly works: RunWorks,
  ) {}

  get length(): number {
    return this.numbers.length / STRIDE
  }

  /** About how many numbers it is, with those of the variants of a block. */
  get numbersKept(): number {
    return 2 * this.numbers.length
  }

  /** The same with numbers of its own where neighbours decide. */
  withOwnBorder(): ClockTape {
    return new ClockTape(this.numbers.slice(), this.works)
  }
}

/** Adds banks to those that an entry takes, or gives. @param slot - `Slot.takes` or `Slot.gives` */
export function addBank(numbers: Int32Array, entry: number, slot: number, bank: number): void {
  const at = entry * STRIDE + slot
  numbers[at] = withBank(numbers[at], bank)
}
