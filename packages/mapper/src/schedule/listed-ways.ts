import type { PassChoice } from './pass-choice.js'
import type { Way } from './way.js'
import type { PassTimes, WayModel } from './way-model.js'

/** A way that is compared by its model. */
export interface ListedWay {
  readonly choice: PassChoice
  /** Its one object, as soon as somebody counts it. */
  way?: Way
  /** Ways that differ in their settings only have the same. */
  readonly base: number
  readonly model: WayModel
}

/** The way that takes the fewest cycles, as models tell. */
export interface Promising {
  /** −1 where there is no way. */
  readonly place: number
  readonly cycles: number
}

/** Ways that are compared by their models. */
export class ListedWays {
  /** By what decides about time. */
  readonly #promising = new Map<string, Promising>()

  constructor(readonly ways: readonly ListedWay[]) {}

  /** Which way promises most on a chip. @param times - of the chip; likewise below */
  promising(clocking: string, times: PassTimes): Promising {
    const found = this.#promising.get(clocking)
    if (found !== undefined) return found
    const { ways } = this
    let [place, cycles] = [-1, Infinity]
    for (let i = 0; i < ways.length; i++) {
      const own = this.#cycles(i, times)
      if (own >= cycles) continue
      place = i
      cycles = own
    }
    const made = { place, cycles }
    if (this.#promising.size >= KEPT) this.#promising.clear()
    this.#promising.set(clocking, made)
    return made
  }

  /** Cycles that the models tell, by way. */
  cycles(times: PassTimes): number[] {
    return this.ways.map((_, i) => this.#cycles(i, times))
  }

  #cycles(place: number, times: PassTimes): number {
    const { choice, model } = this.ways[place]
    return model.cycles(times, choice.ahead)
  }
}

/** Clockings that are kept. */
const KEPT = 100
