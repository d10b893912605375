import type { PassChoice } from './pass-choice.js'
import type { Way } from './way.js'
import type { ChipTimes, WayModel } from './way-model.js'

/** A way that is compared by its model. */
export interface ListedWay {
  readonly choice: PassChoice
  /** Its one object, as soon as somebody counts it. */
  way?: Way
  /** Ways that differ in their settings only have the same. */
  readonly base: number
  readonly model: WayModel
}

/** Ways that are compared by their models, all of them from one layer on and with the times of one clocking, so that a clocking names an answer. */
export class ListedWays {
  /** Clockings for which the ways have been compared, and of each the place and the cycles of the way that takes the fewest. */
  readonly #clockings: number[] = []
  readonly #places: number[] = []
  readonly #cycles: number[] = []
  /** Cycles by way on the clocking for which they have been compared last. */
  #latest: number[] = []
  #latestClocking = -1

  constructor(readonly ways: readonly ListedWay[]) {}

  /**
   * Compares the ways on a chip.
   *
   * @param times - of the chip; likewise below
   * @param first - layer of the network with which the pass begins; likewise below
   * @returns where the answer stands until ways are compared again
   */
  compare(clocking: number, times: ChipTimes, first: number): number {
    const clockings = this.#clockings
    for (let i = clockings.length - 1; i >= 0; i--) if (clockings[i] === clocking) return i
    if (clockings.length >= KEPT) {
      clockings.length = 0
      this.#places.length = 0
      this.#cycles.length = 0
    }
    const all = this.#model(clocking, times, first)
    let place = -1
    let cycles = Infinity
    for (let i = 0; i < all.length; i++) {
      if (all[i] >= cycles) continue
      place = i
      cycles = all[i]
    }
    this.#places.push(place)
    this.#cycles.push(cycles)
    return clockings.push(clocking) - 1
  }

  /** Of an answer, the way that takes the fewest cycles, as models tell; −1 where there is no way. */
  placeOf(answer: number): number {
    return this.#places[answer]
  }

  /** Of an answer, its cycles; infinite where there is no way. */
  cyclesOf(answer: number): number {
    return this.#cycles[answer]
  }

  /** Cycles that the models tell, by way. */
  cycles(clocking: number, times: ChipTimes, first: number): readonly number[] {
    return clocking === this.#latestClocking ? this.#latest : this.#model(clocking, times, first)
  }

  #model(clocking: number, times: ChipTimes, first: number): readonly number[] {
    const all: number[] = []
    for (const { choice, model } of this.ways) all.push(model.cycles(times, first, choice.ahead))
    this.#latest = all
    this.#latestClocking = clocking
    return all
  }
}

/** Clockings that are kept. */
const KEPT = 100
