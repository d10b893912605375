import type { Ownership } from './ownership.js'
import type { PassItem } from './pass-items.js'
import type { RunBlock } from './run-block.js'

/** SETs of a block's RUNs where some of its first writes change nothing. */
export function setsOf({ tape, touches }: RunBlock, { unchanged }: PassItem): Int32Array {
  const sets = tape.sets.slice()
  for (const [i, { at }] of touches.entries()) if (unchanged[i]) sets[at]--
  return sets
}

/** Hand-overs of a block with those to and from what is around it. */
export function withBorder({ ownership }: RunBlock, { uses, takes, gives }: PassItem): Ownership {
  const both = {
    takes: ownership.takes.slice(),
    firstGive: ownership.firstGive.slice(),
    nextGive: [...ownership.nextGive],
    giveBanks: [...ownership.giveBanks],
    giveTo: ownership.giveTo,
  }
  for (const [i, { firstAt, firstPlace }] of uses.entries()) {
    if (takes[i]) both.takes[firstAt] |= 1 << firstPlace
  }
  for (const { at, bank } of gives) {
    const give = both.giveBanks.push(bank) - 1
    both.nextGive.push(-1)
    let last = both.firstGive[at + 1]
    if (last < 0) both.firstGive[at + 1] = give
    else {
      while (both.nextGive[last] >= 0) last = both.nextGive[last]
      both.nextGive[last] = give
    }
  }
  return both
}
