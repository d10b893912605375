/** Delay of the popcount's result: `stages` registers without reset. Mirrors rtl/concord_popcount.sv. */
export class Popcount {
  /** The count after each register; the chip's first register holds it in bits that are still to be added up. */
  readonly countQ: Uint16Array
  #count = 0

  /** @param stages - 0..2 */
  constructor(readonly stages: number) {
    this.countQ = new Uint16Array(stages)
  }

  /** The count offered in this cycle, `stages` cycles after its operands; after `eval`. */
  get count(): number {
    return this.stages === 0 ? this.#count : this.countQ[this.stages - 1]
  }

  /** @param count - ones of this cycle's matches */
  eval(count: number): void {
    this.#count = count
  }

  tick(): void {
    for (let stage = this.stages - 1; stage > 0; stage--) this.countQ[stage] = this.countQ[stage - 1]
    if (this.stages > 0) this.countQ[0] = this.#count
  }
}
