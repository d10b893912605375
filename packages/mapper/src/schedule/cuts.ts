import type { CountedChoice } from './count-choice.js'
import { nearFactor, type PassSearch } from './search-pass.js'

/** Layers first..last that make a pass. */
export interface Part {
  readonly first: number
  readonly last: number
  readonly counted: CountedChoice
}

/** The passes that promise the fewest cycles together; undefined when no cut is possible. @param open - those whose best way is not known yet may be among them */
export function cheapestCut(
  passes: readonly (readonly PassSearch[])[],
  open: boolean,
): PassSearch[] | undefined {
  for (;;) {
    const cut = promisingCut(passes, open)
    if (cut === undefined || cut.every(({ isListed }) => isListed)) return cut
    for (const pass of cut) pass.list()
  }
}

/** Likewise, where a pass whose ways have not been listed promises its floor. */
function promisingCut(passes: readonly (readonly PassSearch[])[], open: boolean): PassSearch[] | undefined {
  const cycles = new Float64Array(passes.length + 1)
  const ends: PassSearch[] = []
  for (let last = 0; last < passes.length; last++) {
    let least = Infinity
    for (const pass of passes[last]) {
      const before = cycles[pass.first]
      // No way goes below the floor, whatever is promised
      if (before + pass.floor >= least || !(open || (pass.isListed && pass.settled))) continue
      const sum = before + pass.bid
      if (sum >= least) continue
      least = sum
      ends[last] = pass
    }
    cycles[last + 1] = least
  }
  const cut: PassSearch[] = []
  for (let end = passes.length; end > 0; end = cut[0].first) {
    const pass = ends[end - 1]
    if (pass === undefined) return undefined
    cut.unshift(pass)
  }
  return cut
}

/** The cut, or a cheaper one in which neighbours are one pass, or one pass is two. */
export function settleNear(
  passes: readonly (readonly PassSearch[])[],
  cut: readonly PassSearch[],
  batch: number,
): Part[] {
  const pass = (first: number, last: number) => passes[last].find((other) => other.first === first)
  const near = nearFactor(batch)
  const consider = (others: readonly PassSearch[], cycles: number) => {
    if (promiseOf(others, near, cycles) === Infinity) return
    for (const own of others) {
      own.settle()
      own.refine()
    }
  }
  for (const own of cut) own.refine()
  for (const [i, own] of cut.entries()) {
    const next = cut[i + 1]
    const joined = next && pass(own.first, next.last)
    if (joined !== undefined) consider([joined], own.promise + next.promise)
    if (own.streamBound) continue
    for (const halves of nearSplits(own, pass, near, batch > 1)) consider(halves, own.promise)
  }
  const best = cheapestCut(passes, false)!
  const cycles = best.reduce((sum, own) => sum + own.refine()!.cycles, 0)
  return best.map((own) => ({ first: own.first, last: own.last, counted: own.hoist(cycles)! }))
}

/** Cycles that some passes promise together; infinite where they cannot be fewer, or are not near. */
function promiseOf(passes: readonly PassSearch[], near: number, cycles: number): number {
  if (passes.reduce((sum, { floor }) => sum + floor, 0) >= cycles) return Infinity
  const promised = passes.reduce((sum, { promise }) => sum + promise, 0)
  return promised < near * cycles ? promised : Infinity
}

/** Ways to cut a pass in two. @param all - otherwise, of those that lie side by side and are much alike, the one that promises most */
function nearSplits(
  own: PassSearch,
  pass: (first: number, last: number) => PassSearch | undefined,
  near: number,
  all: boolean,
): PassSearch[][] {
  const { first, last, promise } = own
  const splits = Array.from({ length: last - first }, (_, i) => {
    const halves = [pass(first, first + i), pass(first + i + 1, last)].filter((half) => half !== undefined)
    return { halves, promised: halves.length < 2 ? Infinity : promiseOf(halves, near, promise) }
  })
  const at = (i: number) => splits[i]?.promised ?? Infinity
  return splits
    .filter(({ promised }, i) => promised < Infinity && (all || promised <= Math.min(at(i - 1), at(i + 1))))
    .map(({ halves }) => halves)
}
