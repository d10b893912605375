import { type Bases, basesOf, blockOf } from './block-cache.js'
import { AT_RESET } from './register-file.js'
import { bankRoles, type RunBlock, wrapAddress } from './run-block.js'
import type { RunCall, RunState } from './run-call.js'

/** Bits of small integers. */
const MASK_BITS = 30

/** The block of a call in a pass. */
export interface CallBlock {
  readonly block: RunBlock
  /** By bank of the block: that of the chip. */
  readonly bankOf: readonly number[]
  /** Bits of its first writes that change nothing, `MASK_BITS` a number, the first write lowest. */
  readonly unchanged: readonly number[]
}

/** Finds the blocks of a pass's calls, one after the other, and follows what they leave in registers and weight banks. */
export class CallBlocks {
  readonly #registers = AT_RESET.slice()

  next(call: RunCall, { weights, forwards }: RunState): CallBlock {
    const bases = basesOf(call)
    const block = blockOf(call, { weights, forwards }, bases)
    const { last } = weights
    const bankOf = bankRoles(call.from.bank, call.to?.bank, last)
    const before = [weights.held[last], weights.held[1 - last]]
    for (let role = 0; role < 2; role++) {
      const held = block.held[role]
      weights.held[role === 0 ? last : 1 - last] = typeof held === 'number' ? before[held] : held
    }
    weights.last = block.lastWeights === 0 ? last : 1 - last
    for (const steps of call.plan.turning) {
      if (block.forwards.has(steps)) forwards.add(steps)
      else forwards.delete(steps)
    }
    return { block, bankOf, unchanged: this.#write(block, bases) }
  }

  /** Writes what a block writes; tells of its first writes which change nothing. */
  #write({ touches }: RunBlock, bases: Bases): number[] {
    const registers = this.#registers
    const masks: number[] = []
    let mask = 0
    for (let i = 0; i < touches.length; i++) {
      const { place, value, end, base } = touches[i]
      const bit = i % MASK_BITS
      if (base === undefined) {
        if (registers[place] === value) mask |= 1 << bit
        registers[place] = end
      } else {
        if (registers[place] === wrapAddress(value + bases[base])) mask |= 1 << bit
        registers[place] = wrapAddress(end + bases[base])
      }
      if (bit < MASK_BITS - 1) continue
      masks.push(mask)
      mask = 0
    }
    masks.push(mask)
    return masks
  }
}

/** Whether a first write of a block changes nothing. */
export function isUnchanged(unchanged: readonly number[], touch: number): boolean {
  return ((unchanged[Math.floor(touch / MASK_BITS)] >>> (touch % MASK_BITS)) & 1) === 1
}
