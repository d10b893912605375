import { withBank } from './operation-tape.js'
import type { BlockVariant, RunBlock } from './run-block.js'

/** What decides about a block at its border. */
export interface Border {
  /** Of its first writes, one by one, those that change nothing. */
  readonly unchanged: readonly boolean[]
  /** The load engine's address is that of its first load. */
  readonly loadKept: boolean
  /** By use of a bank: it is taken first, and it is given behind the last one, with the place in the order of hand-overs or −1. */
  readonly takes: readonly boolean[]
  readonly gives: readonly number[]
}

/** A block between its neighbours. */
export function variantOf(block: RunBlock, border: Border): BlockVariant {
  const key = keyOf(border)
  const found = block.variants.get(key)
  if (found !== undefined) return found
  const made = makeVariant(block, border)
  block.variants.set(key, made)
  return made
}

function keyOf({ unchanged, loadKept, takes, gives }: Border): string {
  let key = loadKept ? '1' : '0'
  for (const same of unchanged) key += same ? '1' : '0'
  for (const taken of takes) key += taken ? 't' : '-'
  for (const give of gives) key += `${give},`
  return key
}

function makeVariant({ tape: base, touches, uses, loads }: RunBlock, border: Border): BlockVariant {
  const tape = base.withOwnBorder()
  for (const [i, { at }] of touches.entries()) if (border.unchanged[i]) tape.sets[at]--
  if (loads !== undefined && border.loadKept) tape.sets[loads.at]--
  for (const [i, { firstAt, bank }] of uses.entries())
    if (border.takes[i]) tape.takes[firstAt] = withBank(tape.takes[firstAt], bank)
  const given = border.gives.map((use) => uses[use])
  for (const { bank, lastAt } of given) tape.gives[lastAt] = withBank(tape.gives[lastAt], bank)
  return {
    tape,
    given: given.map(({ bank, lastEngine }) => ({ bank, engine: lastEngine })),
    transfers: new Map(),
  }
}
