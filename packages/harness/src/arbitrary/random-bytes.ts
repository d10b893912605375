/** xorshift32; reproducible and good enough to fill memories. */
export class Random {
  #state: number

  /** @param seed - any 32-bit integer; 0 is as good as any other */
  constructor(seed: number) {
    this.#state = (Math.imul(seed, 0x9e3779b1) ^ 0x6d2b79f5) >>> 0 || 1
  }

  /** An unsigned 32-bit integer. */
  next(): number {
    let x = this.#state
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    this.#state = x >>> 0
    return this.#state
  }

  /** An integer in `min..max`. */
  int(min: number, max: number): number {
    return min + (this.next() % (max - min + 1))
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.next() >>> 11)
  }
}
