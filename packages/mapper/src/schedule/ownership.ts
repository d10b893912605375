import type { OwningEngine } from '@concord/arch'
import { bankAt, bankCount, Entry, type OperationTape } from './operation-tape.js'

/** Names of banks are below this. */
const BANKS = 32
const NOBODY = 255
const NONE = -1
/** By bank, used again for each tape: who owns it, and where it was used last. */
const OWNERS = new Uint8Array(BANKS)
const LAST_USE = new Int32Array(BANKS)

/** Engines by their number. */
export const ENGINES: readonly OwningEngine[] = ['load', 'compute', 'store']

/** Hand-overs of banks around the operations of a pass. */
export interface Ownership {
  /** By operation: bit i is set where it takes the i-th of its banks first. */
  readonly takes: readonly number[]
  /** By operation + 1, and 0 for what the load engine, which owns all at reset, gives first: its first hand-over, or −1. */
  readonly firstGive: readonly number[]
  /** By hand-over: bank, number of the engine that gets it, and the next hand-over at the same place, or −1. */
  readonly giveBanks: readonly number[]
  readonly giveTo: readonly number[]
  readonly nextGive: readonly number[]
}

/**
 * Plans who owns which bank when: each bank is given right behind the last use by one engine and taken right
 * before the first use by the next.
 *
 * The order of the tape is a legal sequential order, so the hand-overs cannot lock up.
 *
 * @param anywhere - the tape is a part of a pass: each bank belongs to its first user already
 */
export function planOwnership({ length, kinds, banks }: OperationTape, anywhere = false): Ownership {
  const takes: number[] = []
  const firstGive = [NONE]
  const lastGive = [NONE]
  for (let at = 0; at < length; at++) {
    takes.push(0)
    firstGive.push(NONE)
    lastGive.push(NONE)
  }
  const giveBanks: number[] = []
  const giveTo: number[] = []
  const nextGive: number[] = []
  const owners = OWNERS.fill(anywhere ? NOBODY : Entry.load)
  const lastUse = LAST_USE.fill(0)
  for (let at = 0; at < length; at++) {
    const engine = kinds[at]
    if (engine === Entry.mark) continue
    const packed = banks[at]
    for (let i = 0; i < bankCount(packed); i++) {
      const bank = bankAt(packed, i)
      if (owners[bank] === NOBODY) owners[bank] = engine
      if (owners[bank] !== engine) {
        const place = lastUse[bank]
        const give = giveBanks.length
        if (firstGive[place] < 0) firstGive[place] = give
        else nextGive[lastGive[place]] = give
        lastGive[place] = give
        giveBanks.push(bank)
        giveTo.push(engine)
        nextGive.push(NONE)
        takes[at] |= 1 << i
        owners[bank] = engine
      }
      lastUse[bank] = at + 1
    }
  }
  return { takes, firstGive, giveBanks, giveTo, nextGive }
}
