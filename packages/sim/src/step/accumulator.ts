import { lowMask } from './bits.js'
import { Memory } from './memory.js'
import type { Word } from './word.js'

/** Running sum of a pixel, modulo 2^width, with its accumulator file. Mirrors rtl/concord_accumulator.sv. */
export class Accumulator {
  /** Unsigned, `width` bits, like everything here. */
  accQ = 0
  accD = 0
  /** Sum of the last pixel that ended without save. */
  drainQ = 0
  readonly file: Memory
  #valid = false
  #drain = false
  readonly #mask: number

  /** @param width - 1..32 bits */
  constructor(width: number, accDepth: number) {
    this.file = new Memory(accDepth, 32)
    this.#mask = lowMask(width)
  }

  reset(): void {
    this.accQ = this.drainQ = 0
  }

  /** Adds a word. @param valid - there is one; @param addend - what it adds, not negative */
  eval(valid: boolean, word: Word, addend: number): void {
    this.#valid = valid
    this.#drain = false
    if (!valid) return
    const start = word.first ? (word.load ? this.file.first(word.entry) : 0) : this.accQ
    const base = word.double ? 2 * start : start
    this.accD = ((base + addend) & this.#mask) >>> 0
    if (word.last && word.save) this.file.writeValue(word.entry, this.accD)
    this.#drain = word.last && !word.save
  }

  tick(): void {
    if (this.#valid) this.accQ = this.accD
    if (this.#drain) this.drainQ = this.accD
    this.file.tick()
  }
}
