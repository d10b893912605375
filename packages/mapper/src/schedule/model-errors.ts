import type { PassChoice } from './pass-choice.js'

/** The model tells less than counting does, by about this much: a way that has not been counted must promise so much more. */
export const OPTIMISM = 1.03
/** Error that ways of one order are taken to have in common, at most. */
const ERROR_MAX = 1.12

/** How far the model of a pass was off: ways of one order go wrong alike, those that differ in their settings only even more so. */
export class ModelErrors {
  /** Cycles by estimate, of the ways that were counted: the base of each, its order, and its error; a later one of a base counts. */
  readonly #bases: number[] = []
  readonly #orders: PassChoice['order'][] = []
  readonly #errors: number[] = []

  /** @param error - cycles of a way by those that the model tells */
  add(base: number, order: PassChoice['order'], error: number): void {
    this.#bases.push(base)
    this.#orders.push(order)
    this.#errors.push(error)
  }

  /** What a way must be expected to take, by what the model tells. */
  of(base: number, order: PassChoice['order']): number {
    let common = 0
    for (let i = this.#bases.length - 1; i >= 0; i--) {
      if (this.#bases[i] === base) return this.#errors[i]
      if (this.#orders[i] === order) common = Math.max(common, 1, Math.min(ERROR_MAX, this.#errors[i]))
    }
    return common > 0 ? common : OPTIMISM
  }
}
