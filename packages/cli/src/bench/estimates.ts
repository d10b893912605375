import { ACTIVITY_NAMES, type Activity, type ChipConfig, PRESETS } from '@concord/arch'
import { estimateArea, estimateEnergy } from '@concord/estimator'
import { median, ratePerSecond } from './median.js'

/** Chips that are estimated in turn: 466,560, more than a measurement comes to. */
const VALUES = {
  rows: [8, 16, 32, 64],
  lanes: [32, 64, 128],
  weightDepth: [4, 8, 16, 36],
  accDepth: [4, 16],
  actWords: [64, 128, 256, 512, 1024],
  postLanes: [1, 4, 8],
  paramDepth: [1, 3, 15],
  actBanks: [2, 3, 4],
  streamBits: [8, 16, 32],
  queueDepth: [2, 4, 8, 16],
  pairDepth: [4, 8, 16],
} as const

const ROUND_MS = 300
/** Time until the code is compiled. */
const WARM_MS = 2000

/** Area and energy of chips a second: chips that were never estimated before, and one that was. */
export interface EstimateSpeed {
  readonly estimatesPerSecond: number
  readonly knownPerSecond: number
}

/** Measures full estimates: area by block, and energy of a run by block and event. */
export function measureEstimates(rounds: number): EstimateSpeed {
  const activity = Object.fromEntries(ACTIVITY_NAMES.map((name) => [name, 1000])) as unknown as Activity
  const estimate = (config: ChipConfig): number => {
    estimateArea(config)
    estimateEnergy(config, activity, 1000)
    return 1
  }
  const chips = newChips()
  ratePerSecond(() => estimate(chips.next().value), WARM_MS)
  const rates = Array.from({ length: rounds }, () =>
    ratePerSecond(() => estimate(chips.next().value), ROUND_MS),
  )
  const known = Array.from({ length: rounds }, () => ratePerSecond(() => estimate(PRESETS.edge), ROUND_MS))
  return { estimatesPerSecond: median(rates), knownPerSecond: median(known) }
}

/** Chips without end, neighbours as in a grid; a chip comes again after all others, when it is forgotten. */
function* newChips(): Generator<ChipConfig, never> {
  const fields = Object.entries(VALUES)
  for (let number = 0; ; number++) {
    let rest = number
    const values = fields.map(([field, choices]) => {
      const value = choices[rest % choices.length]
      rest = Math.floor(rest / choices.length)
      return [field, value]
    })
    yield { ...PRESETS.edge, ...Object.fromEntries(values) }
  }
}
