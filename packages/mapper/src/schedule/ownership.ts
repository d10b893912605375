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

/** Hand-overs of banks around the operations of a pass; they stand until those of another tape are planned. */
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
export function planOwnership(tape: OperationTape, anywhere = false): Ownership {
  if (tape.length >= TAKES.length) grow(tape.length)
  const takes = TAKES.fill(0, 0, tape.length)
  const firstGive = FIRST_GIVE.fill(NONE, 0, tape.length + 1)
  const lastGive = LAST_GIVE
  const giveBanks: number[] = []
  const giveTo: number[] = []
  const nextGive: number[] = []
  const owners = OWNERS.fill(anywhere ? NOBODY : Entry.load)
  const lastUse = LAST_USE.fill(0)
  for (let at = 0; at < tape.length; at++) {
    const engine = tape.kindAt(at)
    if (engine === Entry.mark) continue
    const packed = tape.banksAt(at)
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

/** By operation, used again for each tape. */
let TAKES = new Uint8Array(1024)
/** By operation + 1, likewise; of those with a first hand-over the last one. */
let FIRST_GIVE = new Int32Array(1024)
let LAST_GIVE = new Int32Array(1024)

function grow(length: number): void {
  TAKES = new Uint8Array(2 * length)
  FIRST_GIVE = new Int32Array(2 * length)
  LAST_GIVE = new Int32Array(2 * length)
}
