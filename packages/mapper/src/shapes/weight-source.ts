/** Random signs and numbers from a 32-bit generator (xorshift). */
export class WeightSource {
  #state: number

  constructor(seed: number) {
    this.#state = 0x9e3779b9 ^ seed
  }

  signs(count: number): Int32Array {
    const signs = new Int32Array(count)
    for (let at = 0; at < count; at += 32) {
      const bits = this.#next()
      const end = Math.min(count, at + 32)
      for (let i = at; i < end; i++) signs[i] = (bits >>> (i - at)) & 1 ? 1 : -1
    }
    return signs
  }

  /** An integer of −spread..spread. */
  near(spread: number): number {
    return Math.round(this.real(spread))
  }

  /** A number of −spread..spread. */
  real(spread: number): number {
    return (2 * ((this.#next() >>> 0) / 2 ** 32) - 1) * spread
  }

  #next(): number {
    let x = this.#state
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    this.#state = x
    return x
  }
}
