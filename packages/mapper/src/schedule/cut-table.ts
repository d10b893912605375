import type { PassSearch } from './search-pass.js'

/** The passes into which layers can be cut. */
export class CutTable {
  /** By layer: what those in front of it promise together, and the pass that ends with it in the cut of the fewest cycles. */
  readonly #cycles: Float64Array
  readonly #ends: (PassSearch | undefined)[]

  /** @param passes - by last layer, those that end with it, the shortest first */
  constructor(readonly passes: readonly (readonly PassSearch[])[]) {
    this.#cycles = new Float64Array(passes.length + 1)
    this.#ends = passes.map(() => undefined)
  }

  /** The pass of the layers first..last. */
  pass(first: number, last: number): PassSearch | undefined {
    return this.passes[last].find((other) => other.first === first)
  }

  /** The passes that promise the fewest cycles together; undefined when no cut is possible. @param open - those whose best way is not known yet may be among them */
  cheapest(open: boolean): PassSearch[] | undefined {
    for (;;) {
      const cut = this.#promising(open)
      if (cut === undefined) return undefined
      let listed = true
      for (const pass of cut) {
        if (pass.isListed) continue
        listed = false
        pass.list()
      }
      if (listed) return cut
    }
  }

  /** Likewise, where a pass whose ways have not been listed promises its floor. */
  #promising(open: boolean): PassSearch[] | undefined {
    const { passes } = this
    const [cycles, ends] = [this.#cycles, this.#ends]
    for (let last = 0; last < passes.length; last++) {
      let least = Infinity
      let end: PassSearch | undefined
      for (const pass of passes[last]) {
        const before = cycles[pass.first]
        // No way goes below the floor, whatever is promised
        if (before + pass.floor >= least || !(open || (pass.isListed && pass.settled))) continue
        const sum = before + pass.bid
        if (sum >= least) continue
        least = sum
        end = pass
      }
      cycles[last + 1] = least
      ends[last] = end
    }
    const cut: PassSearch[] = []
    for (let end = passes.length; end > 0; end = cut[cut.length - 1].first) {
      const pass = ends[end - 1]
      if (pass === undefined) return undefined
      cut.push(pass)
    }
    return cut.reverse()
  }
}
