import type { OpList } from './op-list.js'
import { Owner } from './stream-clock.js'

/** Owner of the banks of an operation, by its kind. */
export const OWNERS = [Owner.load, Owner.load, Owner.compute, Owner.store]

/** Hand-overs of banks around the operations. */
export interface HandOvers {
  /** By operation: bit i to take its bank i before it. */
  readonly takes: Uint8Array
  /** Banks given at the start (0) and behind operation i (i + 1), 18 places each. */
  readonly giveBanks: Uint8Array
  readonly giveCount: Uint8Array
}

/** Each bank is given right behind its last use by one engine and taken right before its first use by the next. */
export function planHandOvers(ops: OpList): HandOvers {
  const takes = new Uint8Array(ops.length)
  const giveBanks = new Uint8Array(18 * (ops.length + 1))
  const giveCount = new Uint8Array(ops.length + 1)
  const lastSlot = new Int32Array(18)
  const lastOwner = new Uint8Array(18).fill(Owner.load)
  for (let op = 0; op < ops.length; op++) {
    const owner = OWNERS[ops.kind(op)]
    for (let i = 0; i < 3; i++) {
      const bank = ops.bank(op, i)
      if (bank < 0) continue
      if (lastOwner[bank] !== owner) {
        const slot = lastSlot[bank]
        giveBanks[18 * slot + giveCount[slot]++] = bank
        takes[op] |= 1 << i
      }
      lastSlot[bank] = op + 1
      lastOwner[bank] = owner
    }
  }
  return { takes, giveBanks, giveCount }
}
