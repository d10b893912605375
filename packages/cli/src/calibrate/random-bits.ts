/** Reproducible bits, of which a given part is 1, in runs of a mean length as pictures and feature maps have them. */
export class RandomBits {
  #state: number
  #bit = 0

  /**
   * @param ones - part of the bits that are 1, 0..1
   * @param runLength - mean length of a run of equal bits if half of them were 1, at least 2 (independent bits)
   */
  constructor(
    seed: number,
    readonly ones: number,
    readonly runLength = 2,
  ) {
    this.#state = seed >>> 0
  }

  bytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => {
      let byte = 0
      for (let bit = 0; bit < 8; bit++) byte |= this.#next() << bit
      return byte
    })
  }

  /** A whole number from `low` to `high`. */
  int(low: number, high: number): number {
    return low + Math.floor(this.#uniform() * (high - low + 1))
  }

  #next(): number {
    if (this.#uniform() < 2 / this.runLength) this.#bit = Number(this.#uniform() < this.ones)
    return this.#bit
  }

  /** Mulberry32. */
  #uniform(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
