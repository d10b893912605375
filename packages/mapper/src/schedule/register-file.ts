import { COMPUTE_REGISTERS } from '@concord/arch'

/** Places of the compute registers; the entries of the table of plane pairs follow. */
const REGISTERS = 1 + Math.max(...Object.values(COMPUTE_REGISTERS).map(({ number }) => number))
const PAIRS_MAX = 1 << COMPUTE_REGISTERS.PAIR.fields.index.bits
const PAIR_INDEX_LOW = COMPUTE_REGISTERS.PAIR.fields.index.low

/** What each place holds after reset. */
export const AT_RESET: readonly number[] = Array.from({ length: REGISTERS + PAIRS_MAX }, (_, place) =>
  place < REGISTERS ? 0 : -1,
)

/** What takes the registers that change: number and packed value. */
export type OnSet = (register: number, value: number) => void

/** What a register holds that nobody has written yet, in a file that begins anywhere; no packed value is negative. */
const UNTOUCHED = -2

/** What the compute registers hold in front of the next RUN. All are 0 after reset, the table's entries are unknown. */
export class RegisterFile {
  /** By place: registers by number, then the table's entries. */
  readonly values = Int32Array.from(AT_RESET)
  /** Writes so far. */
  sets = 0
  /** Places written in a file that begins anywhere, in the order of their first write, and what they held then; see `beginAnywhere`. */
  touched: { readonly place: number; readonly at: number; readonly value: number }[] = []
  /** Place in the tape of the RUN that is being set. */
  at = 0

  constructor(readonly onSet?: OnSet) {}

  /** Forgets everything: each register's first write counts and is remembered. */
  beginAnywhere(): void {
    this.values.fill(UNTOUCHED)
    this.sets = 0
    this.touched = []
  }

  /** Writes a register unless it holds the value already. */
  set(register: number, value: number): void {
    if (this.#write(register, value)) this.onSet?.(register, value)
  }

  /** Writes an entry of the table unless it holds the value already. */
  setPair(index: number, value: number): void {
    if (this.#write(REGISTERS + index, value))
      this.onSet?.(COMPUTE_REGISTERS.PAIR.number, value | (index << PAIR_INDEX_LOW))
  }

  #write(place: number, value: number): boolean {
    const before = this.values[place]
    if (before === value) return false
    if (before === UNTOUCHED) this.touched.push({ place, at: this.at, value })
    this.values[place] = value
    this.sets++
    return true
  }
}

/**
 * Bits of an unsigned field.
 *
 * @throws RangeError when the value does not fit, which checks of layers rule out
 */
export function field(value: number, bits: number): number {
  if (value >>> bits !== 0) throw new RangeError(`${value} does not fit ${bits} bits`)
  return value
}

/**
 * Bits of a field in two's complement.
 *
 * @throws RangeError when the value does not fit, which checks of layers rule out
 */
export function signedField(value: number, bits: number): number {
  const spare = 32 - bits
  if ((value << spare) >> spare !== value) throw new RangeError(`${value} does not fit ${bits} signed bits`)
  return value & ((1 << bits) - 1)
}
