/** Queue of instructions: first in, first out. Mirrors rtl/concord_queue.sv. */
export class Queue {
  validQ = false
  /** The first instruction while `validQ`. */
  frontQ = 0
  /** Those behind the front. */
  readonly entryQ: Uint32Array
  headQ = 0
  tailQ = 0
  countQ = 0
  #push = false
  #pop = false
  #data = 0
  readonly #entries: number

  /** @param depth - instructions held, 2..64 */
  constructor(readonly depth: number) {
    this.#entries = depth - 1
    this.entryQ = new Uint32Array(this.#entries)
  }

  reset(): void {
    this.validQ = false
    this.headQ = this.tailQ = this.countQ = 0
  }

  /** A register's value: a pop makes room from the next cycle on. */
  get ready(): boolean {
    return this.countQ !== this.#entries
  }

  /** @param push - only while ready; @param pop - only while valid */
  eval(push: boolean, data: number, pop: boolean): void {
    this.#push = push
    this.#data = data
    this.#pop = pop
  }

  tick(): void {
    const waiting = this.countQ !== 0
    const advance = !this.validQ || this.#pop
    if (advance) {
      if (waiting) {
        this.frontQ = this.entryQ[this.headQ]
        this.headQ = this.headQ === this.#entries - 1 ? 0 : this.headQ + 1
        this.countQ--
      } else if (this.#push) this.frontQ = this.#data
      this.validQ = waiting || this.#push
    }
    if (this.#push && (waiting || !advance)) {
      this.entryQ[this.tailQ] = this.#data
      this.tailQ = this.tailQ === this.#entries - 1 ? 0 : this.tailQ + 1
      this.countQ++
    }
  }
}
