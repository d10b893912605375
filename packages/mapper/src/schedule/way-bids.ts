import type { ListedWay, ListedWays } from './listed-ways.js'
import { ModelErrors } from './model-errors.js'
import type { PassChoice } from './pass-choice.js'
import type { ChipTimes } from './way-model.js'

/** What the ways of a pass promise: cycles that their models tell, with what counting some of them has told about the models. */
export class WayBids {
  /** By way what its model tells, and the same with NaN where it has been counted. */
  readonly #cycles: readonly number[]
  readonly #left: number[]
  readonly #errors = new ModelErrors()
  /** Place of the way that promises most, −1 when all have been counted; undefined when it is to be looked for. */
  #promising: number | undefined

  /** @param promising - place of the way that promises most */
  constructor(
    readonly listed: ListedWays,
    clocking: number,
    times: ChipTimes,
    first: number,
    promising: number,
  ) {
    this.#cycles = listed.cycles(clocking, times, first)
    this.#left = this.#cycles.slice()
    this.#promising = promising
  }

  /** Cycles of the way that promises most; infinite when none is left. */
  get least(): number {
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
    const { ways } = this.listed
    let best = -1
    let least = Infinity
    for (let i = 0; i < ways.length; i++) {
      if (order !== undefined && ways[i].choice.order !== order) continue
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
    const left = this.#left[place]
    if (Number.isNaN(left)) return left
    const { base, choice } = this.listed.ways[place]
    return left * this.#errors.of(base, choice.order)
  }

  /** Takes a way to be counted. */
  take(place: number): ListedWay {
    this.#left[place] = Number.NaN
    this.#promising = undefined
    return this.listed.ways[place]
  }

  /** Learns what a way takes. */
  learn(place: number, cycles: number): void {
    const { base, choice } = this.listed.ways[place]
    this.#errors.add(base, choice.order, cycles / this.#cycles[place])
    this.#promising = undefined
  }
}
