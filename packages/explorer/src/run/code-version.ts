import { ACTIVITY_NAMES, type Activity, PRESETS } from '@concord/arch'
import { estimateArea, estimateEnergy } from '@concord/estimator'
import { shortHash } from '../point/canonical.js'

/** Raised by hand when the cycles or the activity of the same point change. */
const COUNTS_VERSION = 4

let known: string | undefined

/** Version of everything that rows are made of: prices of the estimator, taken by what it says of the presets, and the cycle count. */
export function codeVersion(): string {
  const ones = Object.fromEntries(ACTIVITY_NAMES.map((name) => [name, 1000])) as unknown as Activity
  known ??= shortHash([
    COUNTS_VERSION,
    Object.values(PRESETS).map((chip) => [
      estimateArea(chip).dieAreaUm2.value,
      estimateEnergy(chip, ones, 1000).totalNj.value,
    ]),
  ])
  return known
}
