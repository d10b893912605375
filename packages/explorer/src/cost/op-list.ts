import type { FillTable } from './dense-plan.js'

/** Kinds of operations. */
export const Op = { loadInputs: 0, loadFill: 1, run: 2, store: 3 } as const

const FIELDS = 9

/** Operations of a schedule as rows of numbers. */
export class OpList {
  length = 0
  #fields = new Int32Array(FIELDS * 256)

  constructor(readonly fills: FillTable) {}

  /** @param layer - for a fill, its number */
  push(
    kind: number,
    layer: number,
    rowGroup: number,
    step: number,
    first: number,
    inputs: number,
    bank0: number,
    bank1: number,
    bank2: number,
  ): void {
    const at = FIELDS * this.length++
    if (at + FIELDS > this.#fields.length) {
      const grown = new Int32Array(2 * this.#fields.length)
      grown.set(this.#fields)
      this.#fields = grown
    }
    const fields = this.#fields
    fields[at] = kind
    fields[at + 1] = layer
    fields[at + 2] = rowGroup
    fields[at + 3] = step
    fields[at + 4] = first
    fields[at + 5] = inputs
    fields[at + 6] = bank0
    fields[at + 7] = bank1
    fields[at + 8] = bank2
  }

  kind(op: number): number {
    return this.#fields[FIELDS * op]
  }

  layer(op: number): number {
    return this.#fields[FIELDS * op + 1]
  }

  rowGroup(op: number): number {
    return this.#fields[FIELDS * op + 2]
  }

  step(op: number): number {
    return this.#fields[FIELDS * op + 3]
  }

  first(op: number): number {
    return this.#fields[FIELDS * op + 4]
  }

  inputs(op: number): number {
    return this.#fields[FIELDS * op + 5]
  }

  /** Bank `i` (0..2) that the operation uses; −1 for none. */
  bank(op: number, i: number): number {
    return this.#fields[FIELDS * op + 6 + i]
  }
}
