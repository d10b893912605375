import type { OwningEngine } from '@concord/arch'
import type { Operation } from './operation.js'

/** Hand-overs of banks around one operation. */
export interface HandOver {
  /** Banks to take before it. */
  readonly take: readonly number[]
  /** Banks to give behind it, and to whom. */
  readonly give: readonly { readonly bank: number; readonly to: OwningEngine }[]
}

export interface Ownership {
  /** Banks that the load engine, which owns all at reset, gives first. */
  readonly initial: HandOver['give']
  /** One entry an operation. */
  readonly around: readonly HandOver[]
}

/**
 * Plans who owns which bank when: each bank is given right behind the last use by one engine and taken right
 * before the first use by the next.
 *
 * List order is a legal sequential order, so the hand-overs cannot lock up.
 */
export function planOwnership(operations: readonly Operation[]): Ownership {
  const initial: { bank: number; to: OwningEngine }[] = []
  const around = operations.map(() => ({
    take: [] as number[],
    give: [] as { bank: number; to: OwningEngine }[],
  }))
  const lastUse = new Map<number, number>()
  for (const [i, { engine, banks }] of operations.entries()) {
    for (const bank of banks) {
      const before = lastUse.get(bank)
      const owner = before === undefined ? 'load' : operations[before].engine
      if (owner !== engine) {
        const give = before === undefined ? initial : around[before].give
        give.push({ bank, to: engine })
        around[i].take.push(bank)
      }
      lastUse.set(bank, i)
    }
  }
  return { initial, around }
}
