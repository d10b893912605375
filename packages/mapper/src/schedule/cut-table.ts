import type { PassPromises } from './pass-promises.js'
import { PassSearch } from './search-pass.js'

/** The passes into which layers can be cut. */
export class CutTable {
  readonly #promises: PassPromises
  /** By last layer of a pass: the lowest and the highest number of its first layer. */
  readonly #lowest: readonly number[]
  readonly #highest: readonly number[]
  /** By place: made when the pass is looked at closely. */
  readonly #searches: (PassSearch | undefined)[] = []
  /** By layer: what those in front of it promise together, and the first layer of the pass that ends with it in the cut of the fewest cycles, −1 where there is none. */
  readonly #cycles: number[] = [0]
  readonly #firsts: number[] = []

  /** @param lowest, highest - of each last layer the first layers of its passes */
  constructor(promises: PassPromises, lowest: readonly number[], highest: readonly number[]) {
    this.#promises = promises
    this.#lowest = lowest
    this.#highest = highest
  }

  /** The pass of the layers first..last; undefined where they cannot be one. */
  pass(first: number, last: number): PassSearch | undefined {
    return first < this.#lowest[last] || first > this.#highest[last] ? undefined : this.#search(first, last)
  }

  /** The passes that promise the fewest cycles together; undefined when no cut is possible. @param open - those whose best way is not known yet may be among them */
  cheapest(open: boolean): PassSearch[] | undefined {
    for (let from = 0; ; ) {
      this.#promise(from, open)
      const changed = this.#listCut()
      if (changed < 0) return undefined
      if (changed === this.#firsts.length) return this.#cut()
      from = changed
    }
  }

  /** Finds what the layers promise together, from those in front of a layer on, where a pass whose ways have not been listed promises its floor. */
  #promise(from: number, open: boolean): void {
    const cycles = this.#cycles
    const { floors, cycles: promised, layers } = this.#promises
    const { all } = floors
    for (let last = from; last < layers; last++) {
      const row = last * layers
      const lowest = this.#lowest[last]
      let least = Infinity
      let end = -1
      for (let first = this.#highest[last]; first >= lowest; first--) {
        const before = cycles[first]
        // No way goes below the floor, whatever is promised
        if (before + all[row + first] >= least) continue
        const sum = before + promised[row + first]
        if (sum >= least || !(open || this.#isSettled(row + first))) continue
        least = sum
        end = first
      }
      cycles[last + 1] = least
      this.#firsts[last] = end
    }
  }

  #isSettled(place: number): boolean {
    return this.#promises.isListed(place) && this.#searches[place]?.settled === true
  }

  /** Lists the ways of the passes of the cut of the fewest cycles; returns the last layer of the first pass that was not listed yet, or how many layers there are, −1 where there is no cut. */
  #listCut(): number {
    const promises = this.#promises
    let changed = this.#firsts.length
    for (let end = this.#firsts.length; end > 0; ) {
      const first = this.#firsts[end - 1]
      if (first < 0) return -1
      const place = (end - 1) * promises.layers + first
      if (!promises.isListed(place)) {
        promises.list(place)
        changed = end - 1
      }
      end = first
    }
    return changed
  }

  /** The passes of the cut of the fewest cycles, in order. */
  #cut(): PassSearch[] {
    const cut: PassSearch[] = []
    for (let end = this.#firsts.length; end > 0; end = cut[cut.length - 1].first)
      cut.push(this.#search(this.#firsts[end - 1], end - 1))
    return cut.reverse()
  }

  #search(first: number, last: number): PassSearch {
    const place = last * this.#promises.layers + first
    const found = this.#searches[place]
    if (found !== undefined) return found
    const made = new PassSearch(this.#promises, first, last)
    this.#searches[place] = made
    return made
  }
}
