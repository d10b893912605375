import { type CountedChoice, countChoice } from './count-choice.js'
import type { PassShape } from './pass-shape.js'
import type { ShapeChip } from './shape-chip.js'
import { SETTINGS, START, type Way } from './way.js'
import { residents } from './ways.js'

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
  chip: ShapeChip,
  shape: PassShape,
  { batch, resident, most, sendsAll }: WideLimits,
): CountedChoice | undefined {
  const tried = resident === undefined ? residents(chip, Math.min(most, batch)) : [resident]
  let best: CountedChoice | undefined
  const consider = (way: Way) => {
    const counted = countChoice(chip, way, batch)
    if (counted !== undefined && counted.cycles < (best?.cycles ?? Infinity)) best = counted
  }
  for (const own of tried) consider(shape.way({ ...START, order: 'wide', resident: own, sendsAll }))
  for (const setting of SETTINGS) {
    if (best === undefined) return undefined
    const way = best.way.moved(setting)
    const { style } = way.choice
    if (style !== 'repeat' && shape.plans[style] === shape.plans.repeat) continue
    consider(way)
  }
  return best
}
