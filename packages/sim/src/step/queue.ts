/** Queue of instructions: first in, first out. Mirrors rtl/concord_queue.sv. */
export class Queue {
  readonly entryQ: Uint32Array
  headQ = 0
  tailQ = 0
  countQ = 0
  #push = false
  #pop = false
  #data = 0

  /** @param depth - instructions held, 2..64 */
  constructor(readonly depth: number) {
    this.entryQ = new Uint32Array(depth)
  }

  reset(): void {
    this.headQ = this.tailQ = this.countQ = 0
  }

  /** A register's value: a pop makes room from the next cycle on. */
  get ready(): boolean {
    return this.countQ !== this.depth
  }

  get valid(): boolean {
    return this.countQ !== 0
  }

  get head(): number {
    return this.entryQ[this.headQ]
  }

  /** @param push - only while ready; @param pop - only while valid */
  eval(push: boolean, data: number, pop: boolean): void {
    this.#push = push
    this.#data = data
    this.#pop = pop
  }

  tick(): void {
    if (this.#push) {
      this.entryQ[this.tailQ] = this.#data
      this.tailQ = this.tailQ === this.depth - 1 ? 0 : this.tailQ + 1
      this.countQ++
    }
    if (this.#pop) {
      this.headQ = this.headQ === this.depth - 1 ? 0 : this.headQ + 1
      this.countQ--
    }
  }
}
