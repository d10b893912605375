import type { CountedChoice } from './count-choice.js'
import { nearFactor, type PassSearch } from './search-pass.js'

/** Layers first..last that make a pass. */
export interface Part {
  readonly first: number
  readonly last: number
  readonly counted: CountedChoice
}

/** A pass whose best way is not known yet. */
export interface OpenPass {
  readonly first: number
  readonly last: number
  readonly search: PassSearch
}

/** The passes that promise the fewest cycles together; undefined when no cut is possible. */
export function cheapestCut(passes: readonly (readonly OpenPass[])[], open: boolean): OpenPass[] | undefined {
  const cycles = [0]
  const ends: (OpenPass | undefined)[] = [undefined]
  for (const [last, ending] of passes.entries()) {
    cycles.push(Infinity)
    ends.push(undefined)
    for (const pass of ending) {
      if (!open && !pass.search.settled) continue
      const sum = cycles[pass.first] + pass.search.promise
      if (sum >= cycles[last + 1]) continue
      cycles[last + 1] = sum
      ends[last + 1] = pass
    }
  }
  const cut: OpenPass[] = []
  for (let end = passes.length; end > 0; end = cut[0].first) {
    const pass = ends[end]
    if (pass === undefined) return undefined
    cut.unshift(pass)
  }
  return cut
}

/** The cut, or a cheaper one in which neighbours are one pass, or one pass is two. */
export function settleNear(
  passes: readonly (readonly OpenPass[])[],
  cut: readonly OpenPass[],
  batch: number,
): Part[] {
  const pass = (first: number, last: number) => passes[last].find((other) => other.first === first)
  const consider = (others: readonly (OpenPass | undefined)[], cycles: number) => {
    const open = others.filter((other) => other !== undefined)
    const promised = open.reduce((sum, { search }) => sum + search.promise, 0)
    if (open.length < others.length || promised >= near * cycles) return
    for (const { search } of open) {
      search.settle()
      search.refine()
    }
  }
  const near = nearFactor(batch)
  for (const { search } of cut) search.refine()
  for (const [i, { first, last, search }] of cut.entries()) {
    const next = cut[i + 1]
    if (next !== undefined) consider([pass(first, next.last)], search.promise + next.search.promise)
    for (let middle = first; middle < last && !search.streamBound; middle++)
      consider([pass(first, middle), pass(middle + 1, last)], search.promise)
  }
  const best = cheapestCut(passes, false)!
  const cycles = best.reduce((sum, { search }) => sum + search.refine()!.cycles, 0)
  return best.map(({ first, last, search }) => ({ first, last, counted: search.hoist(cycles)! }))
}
