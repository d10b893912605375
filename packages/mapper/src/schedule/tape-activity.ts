import type { ChipConfig } from '@concord/arch'
import { ActivityTally } from './activity-tally.js'
import { type ClockTape, Unit } from './clock-tape.js'
import { Entry } from './operation-tape.js'

/** Tells what switches in the instructions of a tape; it does not depend on how wide the post unit and the stream are. */
export function tapeActivity(
  config: ChipConfig,
  { length, kinds, units, amounts, runs }: ClockTape,
): ActivityTally {
  const tally = new ActivityTally(config)
  const times = new Float64Array(runs.works.length)
  for (let at = 0; at < length; at++) {
    const amount = amounts[at]
    if (kinds[at] === Entry.run) times[runs.places[at]]++
    else if (kinds[at] === Entry.store) tally.store(amount)
    else if (kinds[at] !== Entry.load) continue
    else if (units[at] === Unit.weight) tally.loadFill(1, amount, 0)
    else if (units[at] === Unit.threshold) tally.loadFill(1, 0, amount)
    else tally.loadAct(amount)
  }
  for (const [place, work] of runs.works.entries()) tally.runOf(work, times[place])
  return tally
}
