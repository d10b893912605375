import { type ChipConfig, signExtend } from '@concord/arch'
import { countOnes, lowMask, partCount } from './bits.js'
import { Memory } from './memory.js'
import { Popcount } from './popcount.js'
import type { Word } from './word.js'

/** One output channel in flight. Mirrors rtl/concord_row.sv. */
export class Row {
  /** Running sum of the pixel, signed. */
  accQ = 0
  accD = 0
  /** Sum of the last pixel that ended without save, signed. */
  drainQ = 0
  /** Two banks, one memory: word `w` of bank `b` at `b * weightDepth + w`. */
  readonly weights: Memory
  /** Accumulator file; sums sign-extended to 32 bits. */
  readonly file: Memory
  readonly popcount: Popcount
  #valid = false
  #drain = false
  readonly #accBits: number
  readonly #parts: number
  readonly #topMask: number

  constructor({ lanes, weightDepth, accDepth, accBits, popcountStages }: ChipConfig) {
    this.weights = new Memory(2 * weightDepth, lanes)
    this.file = new Memory(accDepth, 32)
    this.popcount = new Popcount(popcountStages)
    this.#accBits = accBits
    this.#parts = partCount(lanes)
    this.#topMask = lowMask(lanes - 32 * (this.#parts - 1))
  }

  reset(): void {
    this.accQ = this.drainQ = 0
  }

  /** Multiplies and counts. @param act - `lanes` bits; @param raddr - weight address, bank 0 first */
  multiply(act: Uint32Array, raddr: number): void {
    const weights = this.weights.data
    const top = this.#parts - 1
    const from = raddr * this.#parts
    let count = countOnes(~(act[top] ^ weights[from + top]) & this.#topMask)
    for (let i = 0; i < top; i++) count += countOnes(~(act[i] ^ weights[from + i]))
    this.popcount.eval(count)
  }

  /** Adds the partial sum, PopcountStages cycles later. @param valid - the row is used and the word is to be added */
  accumulate(valid: boolean, word: Word): void {
    this.#valid = valid
    this.#drain = false
    if (!valid) return
    const partial = 2 * this.popcount.count - word.validLanes
    const addend = word.isNull ? 0 : word.negate ? -partial : partial
    const start = word.first ? (word.load ? this.file.first(word.entry) | 0 : 0) : this.accQ
    const base = word.double ? 2 * start : start
    this.accD = signExtend(base + addend, this.#accBits)
    if (word.last && word.save) this.file.writeValue(word.entry, this.accD)
    this.#drain = word.last && !word.save
  }

  /** Clock edge of all but the weights, which load writes while the array computes from the other bank. */
  tick(): void {
    if (this.#valid) this.accQ = this.accD
    if (this.#drain) this.drainQ = this.accD
    this.popcount.tick()
    this.file.tick()
  }
}
