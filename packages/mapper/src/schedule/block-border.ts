import { isUnchanged } from './call-blocks.js'
import { addBank, ONE_SET, Slot, STRIDE } from './clock-tape.js'
import type { BlockVariant, RunBlock } from './run-block.js'
import { Tuple, TupleMap } from './tuple-map.js'

/** What decides about a block at its border. */
export interface Border {
  /** Of its first writes; see `CallBlock`. */
  readonly unchanged: readonly number[]
  /** The load engine's address is that of its first load. */
  readonly loadKept: boolean
  /** Bits of its uses of banks that take the bank first. */
  readonly takes: number
  /** Uses that are handed over to whoever is next, in order: their places + 1, `GIVE_BITS` each, the newest lowest. */
  readonly gives: number
}

/** A block uses four banks at most. */
export const GIVE_BITS = 3
const USE_BITS = 4

/** A block between its neighbours. */
export function variantOf(block: RunBlock, border: Border): BlockVariant {
  const { unchanged, loadKept, takes, gives } = border
  const key = KEY.clear().add((((gives << USE_BITS) | takes) << 1) | Number(loadKept))
  for (const mask of unchanged) key.add(mask)
  return block.variants.get(key) ?? block.variants.add(key, makeVariant(block, border))
}

const KEY = new Tuple()

function makeVariant({ tape: base, touches, uses, loads }: RunBlock, border: Border): BlockVariant {
  const { unchanged, loadKept, takes } = border
  const tape = base.withOwnBorder()
  const { numbers } = tape
  for (const [i, { at }] of touches.entries()) if (isUnchanged(unchanged, i)) dropSet(numbers, at)
  if (loads !== undefined && loadKept) dropSet(numbers, loads.at)
  const waits: number[] = []
  for (const [i, { firstAt, bank }] of uses.entries()) {
    if (((takes >>> i) & 1) === 0) continue
    addBank(numbers, firstAt, Slot.takes, bank)
    waits.push(bank)
  }
  const given: { readonly bank: number; readonly engine: number }[] = []
  for (let { gives } = border; gives !== 0; gives >>>= GIVE_BITS) {
    const { bank, lastEngine } = uses[(gives & ((1 << GIVE_BITS) - 1)) - 1]
    given.unshift({ bank, engine: lastEngine })
  }
  for (const { bank } of given) {
    const { lastAt } = uses.find((use) => use.bank === bank)!
    addBank(numbers, lastAt, Slot.gives, bank)
  }
  return { tape, waits, given, transfers: new TupleMap() }
}

function dropSet(numbers: Int32Array, entry: number): void {
  numbers[entry * STRIDE + Slot.head] -= ONE_SET
}
