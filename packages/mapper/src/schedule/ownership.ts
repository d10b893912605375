import type { OwningEngine } from '@concord/arch'
import { bankAt, bankCount, Entry, type OperationTape } from './operation-tape.js'

/** Names of banks are below this. */
const BANKS = 32
const NOBODY = 255

/** Engines by their number. */
export const ENGINES: readonly OwningEngine[] = ['load', 'compute', 'store']

/** Hand-overs of banks around the operations of a pass. */
export interface Ownership {
  /** By operation: bit i is set where it takes the i-th of its banks first. */
  readonly takes: Uint8Array
  /** By operation + 1, and 0 for what the load engine, which owns all at reset, gives first: its first hand-over, or −1. */
  readonly firstGive: Int32Array
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
  const takes = new Uint8Array(length)
  const firstGive = new Int32Array(length + 1).fill(-1)
  const lastGive = new Int32Array(length + 1)
  const giveBanks: number[] = []
  const giveTo: number[] = []
  const nextGive: number[] = []
  const owners = new Uint8Array(BANKS).fill(anywhere ? NOBODY : Entry.load)
  const lastUse = new Int32Array(BANKS)
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
        nextGive.push(-1)
        takes[at] |= 1 << i
        owners[bank] = engine
      }
      lastUse[bank] = at + 1
    }
  }
  return { takes, firstGive, giveBanks, giveTo, nextGive }
}
