import type { Activity, ChipConfig } from '@concord/arch'
import type { ClockTape } from './clock-tape.js'
import type { OperationTape } from './operation-tape.js'
import { planOwnership } from './ownership.js'
import type { BlockVariant, RunBlock } from './run-block.js'
import { tapeActivity } from './tape-activity.js'
import { makeClockTape } from './tape-maker.js'

/** A block of a pass. */
export interface ScriptBlock {
  readonly base: RunBlock
  readonly variant: BlockVariant
  /** By bank of the block: that of the chip. */
  readonly bankOf: readonly number[]
}

/** The instructions of a pass between BEGIN and END, as far as its time and what switches depend on them. */
export class PassScript {
  #activity: Activity | undefined

  /**
   * @param firstGives - banks that the load engine gives first
   * @param tape - blocks are one entry each
   * @param blocks - by number
   */
  constructor(
    readonly firstGives: readonly number[],
    readonly tape: ClockTape,
    readonly blocks: readonly ScriptBlock[],
  ) {}

  /** Blocks count as one. */
  get length(): number {
    return this.tape.length
  }

  /** What switches. @param config - any chip that cuts the layers alike */
  activity(config: ChipConfig): Activity {
    if (this.#activity !== undefined) return this.#activity
    const tally = tapeActivity(config, this.tape)
    for (const { base } of this.blocks) {
      base.activity ??= tapeActivity(config, base.tape)
      tally.add(base.activity)
    }
    this.#activity = tally.activity
    return tally.activity
  }
}

/** @param tape - of whose RUNs the registers were counted */
export function scriptOf(tape: OperationTape): PassScript {
  const ownership = planOwnership(tape)
  const firstGives: number[] = []
  for (let i = ownership.firstGive[0]; i >= 0; i = ownership.nextGive[i])
    firstGives.push(ownership.giveBanks[i])
  return new PassScript(firstGives, makeClockTape(tape, ownership, { load: 0, store: 0 }).tape, [])
}
