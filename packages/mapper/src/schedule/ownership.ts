import type { OwningEngine } from '@concord/arch'
import type { Operation } from './operation.js'

/** Names of banks are below this. */
const BANKS = 32

/** Hand-overs of banks around the operations of a list. */
export interface Ownership {
  /** By operation: bit i is set where it takes the i-th of its banks first. */
  readonly takes: Uint8Array
  /** By operation + 1, and 0 for what the load engine, which owns all at reset, gives first: its first hand-over, or −1. */
  readonly firstGive: Int32Array
  readonly gives: readonly Give[]
}

/** A bank is given to an engine. */
export interface Give {
  readonly bank: number
  readonly to: OwningEngine
  /** The next hand-over at the same place, or −1. */
  next: number
}

/**
 * Plans who owns which bank when: each bank is given right behind the last use by one engine and taken right
 * before the first use by the next.
 *
 * List order is a legal sequential order, so the hand-overs cannot lock up.
 */
export function planOwnership(operations: readonly Operation[]): Ownership {
  const takes = new Uint8Array(operations.length)
  const firstGive = new Int32Array(operations.length + 1).fill(-1)
  const lastGive = new Int32Array(operations.length + 1)
  const gives: Give[] = []
  const owners = new Array<OwningEngine>(BANKS).fill('load')
  const lastUse = new Int32Array(BANKS)
  for (let at = 0; at < operations.length; at++) {
    const { engine, banks } = operations[at]
    for (let i = 0; i < banks.length; i++) {
      const bank = banks[i]
      if (owners[bank] !== engine) {
        const place = lastUse[bank]
        if (firstGive[place] < 0) firstGive[place] = gives.length
        else gives[lastGive[place]].next = gives.length
        lastGive[place] = gives.length
        gives.push({ bank, to: engine, next: -1 })
        takes[at] |= 1 << i
        owners[bank] = engine
      }
      lastUse[bank] = at + 1
    }
  }
  return { takes, firstGive, gives }
}
