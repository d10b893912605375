import { type Activity, type ChipConfig, chipGeometry } from '@concord/arch'
import type { DenseSchedule } from './dense-search.js'
import { Op } from './op-list.js'
import { Tally } from './tally.js'

/** Activity of a schedule: its events, and the toggles of random data. */
export function tallySchedule(config: ChipConfig, { plans, ops, clock }: DenseSchedule): Activity {
  const tally = new Tally(config)
  const last = plans[plans.length - 1]
  let stored = 0
  for (let op = 0; op < ops.length; op++) {
    const kind = ops.kind(op)
    const inputs = ops.inputs(op)
    if (kind === Op.run) {
      const { layer, rowGroups, stepPlan } = plans[ops.layer(op)]
      const { raw, thresholds, outPlanes } = layer
      tally.run({
        ...{ raw, thresholds, outPlanes },
        rows: rowGroups[ops.rowGroup(op)].rows,
        words: stepPlan.steps[ops.step(op)].words,
        pixels: inputs,
        windows: inputs,
        load: ops.step(op) > 0,
        save: ops.bank(op, 2) < 0,
      })
    } else if (kind === Op.loadFill) {
      for (const { rows, words, slots } of ops.fills.fills[ops.layer(op)].tiles)
        tally.loadFill(rows, words, slots)
    } else if (kind === Op.loadInputs) tally.loadAct(inputs * plans[0].inWords)
    else {
      tally.store(inputs * last.outWords)
      stored += inputs * last.outWords
    }
  }
  const outBeats = stored * chipGeometry(config).wordBeats
  return tally.finish(clock.cycles, clock.instructions, clock.beats, outBeats, config.streamBits)
}
