import type { ChipConfig } from '@concord/arch'
import { type CountedChoice, countChoice } from './count-choice.js'
import type { PassChoice } from './pass-choice.js'
import type { PassShape } from './pass-shape.js'
import { MOVES, residents, START } from './ways.js'

/** What the caller insists on, and what the banks allow. */
export interface WideLimits {
  readonly batch: number
  readonly resident: number | undefined
  /** Inputs whose maps fit the banks together. */
  readonly most: number
  readonly sendsAll: boolean
}

/** Finds how many inputs go through a pass with wide values together; undefined when there are too few banks. */
export function searchWide(
  config: ChipConfig,
  shape: PassShape,
  { batch, resident, most, sendsAll }: WideLimits,
): CountedChoice | undefined {
  const count = (choice: PassChoice) => countChoice(config, shape, choice, batch)
  const tried = resident === undefined ? residents(config, Math.min(most, batch)) : [resident]
  let best: CountedChoice | undefined
  const consider = (choice: PassChoice) => {
    const counted = count(choice)
    if (counted !== undefined && counted.cycles < (best?.cycles ?? Infinity)) best = counted
  }
  for (const own of tried) consider({ ...START, order: 'wide', resident: own, sendsAll })
  for (const move of MOVES) {
    if (best === undefined) return undefined
    const choice = move(best.choice)
    if (choice.style === 'level' && shape.plans.level === shape.plans.repeat) continue
    consider(choice)
  }
  return best
}
