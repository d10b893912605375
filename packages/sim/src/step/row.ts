import type { ChipConfig } from '@concord/arch'
import { Accumulator } from './accumulator.js'
import { countOnes, lowMask, partCount } from './bits.js'
import { Memory } from './memory.js'
import { Popcount } from './popcount.js'
import type { Word } from './word.js'

/** In place of a weight address: no word is selected. */
export const NO_LINE = -1

/** One output channel in flight: counts matches. Mirrors rtl/concord_row.sv. */
export class Row {
  /** Two banks, one memory: word `w` of bank `b` at `b * weightDepth + w`. */
  readonly weights: Memory
  readonly popcount: Popcount
  /** Count of the pixel: its sum is twice that less the valid lanes. */
  readonly accumulator: Accumulator
  readonly #parts: number
  readonly #topMask: number

  constructor({ lanes, weightDepth, accDepth, accBits, popcountStages }: ChipConfig) {
    this.weights = new Memory(2 * weightDepth, lanes)
    this.popcount = new Popcount(popcountStages)
    this.accumulator = new Accumulator(accBits - 1, accDepth)
    this.#parts = partCount(lanes)
    this.#topMask = lowMask(lanes - 32 * (this.#parts - 1))
  }

  reset(): void {
    this.accumulator.reset()
  }

  /**
   * Multiplies and counts.
   *
   * @param act - `lanes` bits, all 1 without a line
   * @param raddr - weight address, bank 0 first; NO_LINE reads weights of 0
   */
  multiply(act: Uint32Array, raddr: number): void {
    if (raddr === NO_LINE) {
      this.popcount.eval(0)
      return
    }
    const weights = this.weights.data
    const top = this.#parts - 1
    const from = raddr * this.#parts
    let count = countOnes(~(act[top] ^ weights[from + top]) & this.#topMask)
    for (let i = 0; i < top; i++) count += countOnes(~(act[i] ^ weights[from + i]))
    this.popcount.eval(count)
  }

  /** Adds the count, PopcountStages cycles later. @param valid - the row is used and the word is to be added */
  accumulate(valid: boolean, word: Word): void {
    this.accumulator.eval(valid, word, this.popcount.count)
  }

  /** Clock edge of all but the weights, which load writes while the array computes from the other bank. */
  tick(): void {
    this.accumulator.tick()
    this.popcount.tick()
  }
}
