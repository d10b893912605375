/** Collects the beats that leave a chip. */
export class OutputBytes {
  #buffer = new Uint8Array(1024)
  #length = 0

  /** @param beatBytes - 1, 2, 4 or 8 */
  constructor(readonly beatBytes: number) {}

  push(low: number, high: number): void {
    if (this.#length + this.beatBytes > this.#buffer.length) {
      const larger = new Uint8Array(2 * this.#buffer.length)
      larger.set(this.#buffer)
      this.#buffer = larger
    }
    for (let byte = 0; byte < this.beatBytes; byte++) {
      this.#buffer[this.#length++] = (byte < 4 ? low : high) >>> (8 * (byte & 3))
    }
  }

  bytes(): Uint8Array {
    return this.#buffer.slice(0, this.#length)
  }
}
