import type { Estimates, ListedWay, ListedWays } from './listed-ways.js'
import { ModelErrors, OPTIMISM } from './model-errors.js'
import type { PassChoice } from './pass-choice.js'

/** What the ways of a pass promise: cycles that their models tell, with what counting some of them has told about the models. */
export class WayBids {
  readonly #ways: readonly ListedWay[]
  readonly #first: Estimates
  /** By way, NaN when it has been counted; undefined as long as none has. */
  #left: number[] | undefined
  /** Undefined as long as nothing has been learned. */
  #errors: ModelErrors | undefined
  /** Place of the way that promises most, −1 when all have been counted; undefined when it is to be looked for. */
  #promising: number | undefined

  constructor({ ways }: ListedWays, estimates: Estimates) {
    this.#ways = ways
    this.#first = estimates
    this.#promising = estimates.place
  }

  /** Cycles of the way that promises most; infinite when none is left. */
  get least(): number {
    if (this.#left === undefined) return this.#first.least * OPTIMISM
    const next = this.next()
    return next < 0 ? Infinity : this.expected(next)
  }

  /** Place of the way that promises most; −1 when all have been counted. */
  next(): number {
    this.#promising ??= this.nextOf(undefined)
    return this.#promising
  }

  /** Likewise of one order. */
  nextOf(order: PassChoice['order'] | undefined): number {
    let best = -1
    let least = Infinity
    for (let i = 0; i < this.#ways.length; i++) {
      if (order !== undefined && this.#ways[i].choice.order !== order) continue
      const expected = this.expected(i)
      // NaN is not
      if (!(expected < least)) continue
      best = i
      least = expected
    }
    return best
  }

  /** Cycles of a way. */
  expected(place: number): number {
    if (this.#left === undefined) return this.#first.cycles[place] * OPTIMISM
    const { base, choice } = this.#ways[place]
    return this.#left[place] * (this.#errors?.of(base, choice.order) ?? OPTIMISM)
  }

  /** Takes a way to be counted. */
  take(place: number): ListedWay {
    this.#left ??= this.#first.cycles.slice()
    this.#left[place] = Number.NaN
    this.#promising = undefined
    return this.#ways[place]
  }

  /** Learns what a way takes. */
  learn(place: number, cycles: number): void {
    const { base, choice } = this.#ways[place]
    this.#errors ??= new ModelErrors()
    this.#errors.add(base, choice.order, cycles / this.#first.cycles[place])
    this.#promising = undefined
  }
}
