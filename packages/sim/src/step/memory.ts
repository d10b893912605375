import { partCount } from './bits.js'

/**
 * Memory of words; one write a cycle, read combinationally. Mirrors rtl/concord_memory.sv.
 *
 * Bit `i` of a word is bit `i & 31` of its 32-bit part `i >>> 5`. Starts as 0; nothing clears it, a reset neither.
 */
export class Memory {
  /** 32-bit parts of a word. */
  readonly stride: number
  /** All words, `depth * stride` parts. */
  readonly data: Uint32Array

  weD = false
  waddrD = 0
  readonly wdataD: Uint32Array
  /** Bits that the write replaces. */
  readonly wmaskD: Uint32Array

  constructor(
    readonly depth: number,
    readonly width: number,
  ) {
    this.stride = partCount(width)
    this.data = new Uint32Array(depth * this.stride)
    this.wdataD = new Uint32Array(this.stride)
    this.wmaskD = new Uint32Array(this.stride).fill(0xffffffff)
  }

  /** Part 0 of the word at `address`; the whole word when `width` is 32 or less. */
  first(address: number): number {
    return this.data[address * this.stride]
  }

  /** Copies the word at `address` into `word`. */
  read(address: number, word: Uint32Array): void {
    const from = address * this.stride
    for (let i = 0; i < this.stride; i++) word[i] = this.data[from + i]
  }

  /** Writes `word` at the end of this cycle, or only its bits in `mask`. */
  write(address: number, word: Uint32Array, mask?: Uint32Array): void {
    this.weD = true
    this.waddrD = address
    this.wdataD.set(word)
    if (mask === undefined) this.wmaskD.fill(0xffffffff)
    else this.wmaskD.set(mask)
  }

  /** Writes a word of 32 bits or less at the end of this cycle. */
  writeValue(address: number, value: number): void {
    this.weD = true
    this.waddrD = address
    this.wdataD[0] = value
  }

  tick(): void {
    if (!this.weD) return
    this.weD = false
    const to = this.waddrD * this.stride
    for (let i = 0; i < this.stride; i++) {
      const mask = this.wmaskD[i]
      this.data[to + i] = (this.data[to + i] & ~mask) | (this.wdataD[i] & mask)
    }
  }
}
