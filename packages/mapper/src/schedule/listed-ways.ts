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

/** Ways that are compared by their models. */
export class ListedWays {
  /** Clockings for which the ways have been compared, and of each the place and the cycles of the way that takes the fewest. */
  readonly #clockings: number[] = []
  readonly #places: number[] = []
  readonly #cycles: number[] = []

  constructor(readonly ways: readonly ListedWay[]) {}

  /**
   * Compares the ways on a chip.
   *
   * @param times - of the chip; likewise below
   * @param first - layer of the network with which the pass begins; likewise below
   * @returns where the answer stands as long as nothing else is asked
   */
  compare(clocking: number, times: ChipTimes, first: number): number {
    const clockings = this.#clockings
    for (let i = clockings.length - 1; i >= 0; i--) if (clockings[i] === clocking) return i
    if (clockings.length >= KEPT) {
      clockings.length = 0
      this.#places.length = 0
      this.#cycles.length = 0
    }
    let [place, cycles] = [-1, Infinity]
    for (let i = 0; i < this.ways.length; i++) {
      const own = this.#model(i, times, first)
      if (own >= cycles) continue
      place = i
      cycles = own
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
  cycles(times: ChipTimes, first: number): number[] {
    const all: number[] = []
    for (let i = 0; i < this.ways.length; i++) all.push(this.#model(i, times, first))
    return all
  }

  #model(place: number, times: ChipTimes, first: number): number {
    const { choice, model } = this.ways[place]
    return model.cycles(times, first, choice.ahead)
  }
}

/** Clockings that are kept. */
const KEPT = 100
