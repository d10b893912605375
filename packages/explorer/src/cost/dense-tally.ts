import { type Activity, type ChipConfig, chipGeometry } from '@concord/arch'
import type { LayerPlan } from './dense-plan.js'
import type { DenseSchedule } from './dense-search.js'
import { Op } from './op-list.js'
import { Tally } from './tally.js'

/**
 * Activity of a schedule: its events, and the toggles of random data.
 *
 * @param inputs - of the batch
 */
export function tallySchedule(
  config: ChipConfig,
  { plans, ops, clock }: DenseSchedule,
  inputs: number,
): Activity {
  const tally = new Tally(config)
  tally.loadAct(inputs * plans[0].inWords)
  for (let op = 0; op < ops.length; op++) {
    if (ops.kind(op) !== Op.loadFill) continue
    for (const { rows, words, slots } of ops.fills.fills[ops.layer(op)].tiles)
      tally.loadFill(rows, words, slots)
  }
  for (const plan of plans) tallyLayer(tally, plan, inputs)
  const stored = inputs * plans[plans.length - 1].outWords
  tally.store(stored)
  const outBeats = stored * chipGeometry(config).wordBeats
  return tally.finish(clock.cycles, clock.instructions, clock.beats, outBeats, config.streamBits)
}

/** The RUNs of a layer: those of all full row groups together, and those of the last, which may have fewer rows. */
function tallyLayer(tally: Tally, { layer, rowGroups, stepPlan }: LayerPlan, inputs: number): void {
  const { raw, thresholds, outPlanes } = layer
  const { steps } = stepPlan
  const last = rowGroups.length - 1
  for (let step = 0; step < steps.length; step++) {
    const { words } = steps[step]
    const load = step > 0
    const save = step < steps.length - 1
    for (const [rows, pixels] of [
      [rowGroups[0].rows, last * inputs],
      [rowGroups[last].rows, inputs],
    ])
      tally.run({ raw, thresholds, outPlanes, rows, words, pixels, windows: pixels, load, save })
  }
}
