import type { Activity, ChipConfig } from '@concord/arch'
import { ActivityTally } from './activity-tally.js'
import { type ClockTape, makeClockTape } from './clock-tape.js'
import type { OperationTape } from './operation-tape.js'
import { planOwnership } from './ownership.js'
import type { BlockVariant, RunBlock } from './run-block.js'
import { tapeActivity } from './tape-activity.js'

export const CHIP_BANKS: readonly number[] = Array.from({ length: 32 }, (_, bank) => bank)

/** Instructions of a pass that follow one another. */
export interface ScriptItem {
  readonly tape: ClockTape
  /** Of a block: what it is a variant of, and its banks that it takes from others. */
  readonly base: RunBlock | undefined
  readonly variant: BlockVariant | undefined
  readonly waits: readonly number[]
  /** By bank of the tape: that of the chip. */
  readonly bankOf: readonly number[]
}

/** The instructions of a pass between BEGIN and END, as far as its time and what switches depend on them. */
export class PassScript {
  #activity: Activity | undefined

  /** @param firstGives - banks that the load engine gives first */
  constructor(
    readonly firstGives: readonly number[],
    readonly items: readonly ScriptItem[],
  ) {}

  /** Blocks count as one. */
  get length(): number {
    return this.items.reduce((sum, { tape, base }) => sum + (base === undefined ? tape.length : 1), 0)
  }

  /** What switches. @param config - any chip that cuts the layers alike */
  activity(config: ChipConfig): Activity {
    if (this.#activity !== undefined) return this.#activity
    const tally = new ActivityTally(config)
    for (const { tape, base } of this.items) {
      if (base !== undefined) base.activity ??= tapeActivity(config, tape)
      tally.add((base?.activity ?? tapeActivity(config, tape)).activity)
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
  const made = makeClockTape(tape, ownership, { load: 0, store: 0 })
  const item = { tape: made.tape, base: undefined, variant: undefined, waits: [], bankOf: CHIP_BANKS }
  return new PassScript(firstGives, [item])
}
