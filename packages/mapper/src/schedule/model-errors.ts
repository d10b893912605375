import type { PassChoice } from './pass-choice.js'

/** The model tells less than counting does, by about this much: a way that has not been counted must promise so much more. */
export const OPTIMISM = 1.03
/** Error that ways of one order are taken to have in common, at most. */
const ERROR_MAX = 1.12

/** How far the model of a pass was off: ways of one order go wrong alike, those that differ in their settings only even more so. */
export class ModelErrors {
  /** Cycles by estimate. */
  readonly #byBase = new Map<number, number>()
  readonly #byOrder = new Map<PassChoice['order'], number>()

  /** @param error - cycles of a way by those that the model tells */
  add(base: number, order: PassChoice['order'], error: number): void {
    this.#byBase.set(base, error)
    this.#byOrder.set(order, Math.max(1, Math.min(ERROR_MAX, error), this.#byOrder.get(order) ?? 0))
  }

  /** What a way must be expected to take, by what the model tells. */
  of(base: number, order: PassChoice['order']): number {
    return this.#byBase.get(base) ?? this.#byOrder.get(order) ?? OPTIMISM
  }
}
