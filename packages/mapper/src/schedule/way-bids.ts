import type { ListedWay, ListedWays, Promising } from './listed-ways.js'
import { ModelErrors, OPTIMISM } from './model-errors.js'
import type { PassChoice } from './pass-choice.js'
import type { PassTimes } from './way-model.js'

/** What the ways of a pass promise: cycles that their models tell, with what counting some of them has told about the models. */
export class WayBids {
  readonly #listed: ListedWays
  readonly #first: Promising
  readonly #times: PassTimes
  /** By way what its model tells, and the same with NaN where it has been counted; empty as long as nobody compares them. */
  #cycles: readonly number[] = NONE
  #left: number[] = NONE
  /** Undefined as long as nothing has been learned. */
  #errors: ModelErrors | undefined
  /** Place of the way that promises most, −1 when all have been counted; undefined when it is to be looked for. */
  #promising: number | undefined

  /** @param clocking, times - of the chip */
  constructor(listed: ListedWays, clocking: string, times: PassTimes) {
    this.#listed = listed
    this.#times = times
    this.#first = listed.promising(clocking, times)
    this.#promising = this.#first.place
  }

  /** Cycles of the way that promises most; infinite when none is left. */
  get least(): number {
    if (this.#left === NONE) return this.#first.cycles * OPTIMISM
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
    const { ways } = this.#listed
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
    this.#compare()
    const { base, choice } = this.#listed.ways[place]
    return this.#left[place] * (this.#errors?.of(base, choice.order) ?? OPTIMISM)
  }

  /** Takes a way to be counted. */
  take(place: number): ListedWay {
    this.#compare()
    this.#left[place] = Number.NaN
    this.#promising = undefined
    return this.#listed.ways[place]
  }

  /** Learns what a way takes. */
  learn(place: number, cycles: number): void {
    const { base, choice } = this.#listed.ways[place]
    this.#errors ??= new ModelErrors()
    this.#errors.add(base, choice.order, cycles / this.#cycles[place])
    this.#promising = undefined
  }

  #compare(): void {
    if (this.#left !== NONE) return
    this.#cycles = this.#listed.cycles(this.#times)
    this.#left = this.#cycles.slice()
  }
}

const NONE: number[] = []
