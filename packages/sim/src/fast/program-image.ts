import { align } from './layout.js'

/** 32-bit words to be placed in the linear memory, whose own address is known beforehand. */
export class ProgramImage {
  #words = new Int32Array(1024)
  #length = 0
  readonly #placed = new Map<string, number>()

  /** @param base - byte address of the first word */
  constructor(readonly base: number) {}

  /** Byte address behind the image. */
  get end(): number {
    return align(this.base + 4 * this.#length)
  }

  get words(): Int32Array {
    return this.#words.subarray(0, this.#length)
  }

  /** Appends words; returns their byte address. */
  place(words: ArrayLike<number>): number {
    const at = this.#length
    while (at + words.length > this.#words.length) {
      const larger = new Int32Array(2 * this.#words.length)
      larger.set(this.#words)
      this.#words = larger
    }
    this.#words.set(words, at)
    this.#length += words.length
    return this.base + 4 * at
  }

  /** The same, unless words of the same key are there already. */
  placeOnce(key: string, make: () => ArrayLike<number>): number {
    let at = this.#placed.get(key)
    if (at === undefined) {
      at = this.place(make())
      this.#placed.set(key, at)
    }
    return at
  }
}
