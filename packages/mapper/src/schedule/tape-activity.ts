import type { ChipConfig } from '@concord/arch'
import { ActivityTally } from './activity-tally.js'
import { type ClockTape, kindOf, Slot, STRIDE, Unit, unitOf } from './clock-tape.js'
import { Entry } from './operation-tape.js'

/** Tells what switches in the instructions of a tape; it does not depend on how wide the post unit and the stream are. */
export function tapeActivity(config: ChipConfig, { numbers, works: { works } }: ClockTape): ActivityTally {
  const tally = new ActivityTally(config)
  const times = new Float64Array(works.length)
  for (let at = 0; at < numbers.length; at += STRIDE) {
    const head = numbers[at + Slot.head]
    const amount = numbers[at + Slot.amount]
    const kind = kindOf(head)
    if (kind === Entry.run) times[amount]++
    else if (kind === Entry.store) tally.store(amount)
    else if (kind !== Entry.load) continue
    else if (unitOf(head) === Unit.weight) tally.loadFill(1, amount, 0)
    else if (unitOf(head) === Unit.threshold) tally.loadFill(1, 0, amount)
    else tally.loadAct(amount)
  }
  for (const [place, work] of works.entries()) tally.runOf(work, times[place])
  return tally
}
