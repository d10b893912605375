import type { CountedChoice } from './count-choice.js'
import type { CutTable } from './cut-table.js'
import { nearFactor, type PassSearch } from './search-pass.js'

/** Layers first..last that make a pass. */
export interface Part {
  readonly first: number
  readonly last: number
  readonly counted: CountedChoice
}

/** The cut, or a cheaper one in which neighbours are one pass, or one pass is two. */
export function settleNear(table: CutTable, cut: readonly PassSearch[], batch: number): Part[] {
  const near = nearFactor(batch)
  const consider = (others: readonly PassSearch[], cycles: number) => {
    if (promiseOf(others[0], others[1], near, cycles) === Infinity) return
    for (const own of others) {
      own.settle()
      own.refine()
    }
  }
  for (const own of cut) own.refine()
  for (const [i, own] of cut.entries()) {
    const next = cut[i + 1]
    const joined = next && table.pass(own.first, next.last)
    if (joined !== undefined) consider([joined], own.promise + next.promise)
    if (own.streamBound) continue
    for (const halves of nearSplits(own, table, near, batch > 1)) consider(halves, own.promise)
  }
  const best = table.cheapest(false)!
  const cycles = best.reduce((sum, own) => sum + own.refine()!.cycles, 0)
  return best.map((own) => ({ first: own.first, last: own.last, counted: own.hoist(cycles)! }))
}

/** Cycles that two passes, or one, promise together; infinite where they cannot be fewer, or are not near. */
function promiseOf(a: PassSearch, b: PassSearch | undefined, near: number, cycles: number): number {
  if (a.floor + (b?.floor ?? 0) >= cycles) return Infinity
  const promised = a.promise + (b?.promise ?? 0)
  return promised < near * cycles ? promised : Infinity
}

/** Ways to cut a pass in two. @param all - otherwise, of those that lie side by side and are much alike, the one that promises most */
function nearSplits(own: PassSearch, table: CutTable, near: number, all: boolean): PassSearch[][] {
  const { first, last, promise } = own
  const promises: number[] = []
  for (let i = first; i < last; i++) {
    const [a, b] = [table.pass(first, i), table.pass(i + 1, last)]
    promises.push(a === undefined || b === undefined ? Infinity : promiseOf(a, b, near, promise))
  }
  const splits: PassSearch[][] = []
  for (const [i, promised] of promises.entries()) {
    if (promised === Infinity) continue
    const [before, behind] = [promises[i - 1] ?? Infinity, promises[i + 1] ?? Infinity]
    if (all || promised <= Math.min(before, behind))
      splits.push([table.pass(first, first + i)!, table.pass(first + i + 1, last)!])
  }
  return splits
}
