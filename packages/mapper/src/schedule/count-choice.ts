import type { ChipConfig } from '@concord/arch'
import { NoBankError } from './pass-builder.js'
import { countPass, type PassChoice, type StyledPlans } from './pass-choice.js'

/** A way through a pass and what it costs. */
export interface CountedChoice {
  readonly choice: PassChoice
  /** Cycles of the batch; of large ones from what one more round takes. */
  readonly cycles: number
  /** Stream beats in and out of the batch, likewise. */
  readonly beats: number
  /** Cycles in which the array issues words or waits for the post unit, likewise. */
  readonly array: number
}

/** Counts a batch, a large one from a few rounds, of which each more is taken to cost the same; undefined when the banks are too small. */
export function countChoice(
  config: ChipConfig,
  plans: StyledPlans,
  choice: PassChoice,
  batch: number,
): CountedChoice | undefined {
  const unit = 'resident' in choice ? choice.resident : choice.order === 'row' ? choice.most : 1
  const counted = Math.min(batch, ROUNDS * unit)
  try {
    const { clock, rounds } = countPass(config, plans, choice, counted)
    let { cycles, beats } = clock
    const array = (clock.array * batch) / counted
    for (const series of rounds.values()) {
      if (counted === batch) break
      const [before, , last] = series.slice(-3)
      const more = (batch - counted) / (2 * unit)
      cycles += more * (last.end - before.end)
      beats += more * (last.beats - before.beats)
    }
    return { choice, cycles, beats, array }
  } catch (error) {
    if (error instanceof NoBankError) return undefined
    throw error
  }
}

/** Rounds that are counted one by one: results wait in the banks for the store engine until that shows. */
const ROUNDS = 4
