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

/** Cycles that models tell, by way. */
export interface Estimates {
  readonly cycles: readonly number[]
  /** Place of the fewest, −1 where there is no way, and how many they are. */
  readonly place: number
  readonly least: number
}

/** Ways that are compared by their models. */
export class ListedWays {
  /** By what decides about time. */
  readonly #estimates = new Map<string, Estimates>()

  constructor(readonly ways: readonly ListedWay[]) {}

  /** What the models tell of a chip. @param times - of the chip */
  estimates(clocking: string, times: PassTimes): Estimates {
    const found = this.#estimates.get(clocking)
    if (found !== undefined) return found
    const { ways } = this
    const cycles: number[] = []
    let [place, least] = [-1, Infinity]
    for (let i = 0; i < ways.length; i++) {
      const { choice, model } = ways[i]
      const own = model.cycles(times, choice.ahead)
      cycles.push(own)
      if (own >= least) continue
      place = i
      least = own
    }
    const estimates = { cycles, place, least }
    if (this.#estimates.size >= KEPT) this.#estimates.clear()
    this.#estimates.set(clocking, estimates)
    return estimates
  }
}

/** Estimates that are kept. */
const KEPT = 100
