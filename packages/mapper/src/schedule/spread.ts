import { type ChipConfig, chipGeometry } from '@concord/arch'
import { drainCycles, type LayerPlan } from './layer-plan.js'
import type { LoadFill, Operation, Run } from './operation.js'

/** Cycles of a RUN: its words, or the post unit when that takes longer. */
export function runCycles(config: ChipConfig, plans: readonly LayerPlan[], run: Run): number {
  const drain = run.save ? 0 : drainCycles(config, plans[run.layer].plane, config.rows)
  return run.inputs * Math.max(run.words, drain)
}

/**
 * Where in a round the load engine has time for the next inputs: behind each RUN as long as that RUN takes, less
 * the weights that are loaded before the next one.
 *
 * @param round - the operations of one round
 * @returns the share (0..1) of the inputs that should be loaded behind each RUN and before
 */
export function spreadShares(
  config: ChipConfig,
  plans: readonly LayerPlan[],
  round: readonly Operation[],
): number[] {
  const slack: number[] = []
  for (const operation of round) {
    if (operation.op === 'run') slack.push(runCycles(config, plans, operation))
    else if (operation.op === 'loadFill' && slack.length > 0)
      slack[slack.length - 1] -= fillBeats(config, operation)
  }
  const times = slack.map((cycles) => Math.max(0, cycles))
  const total = times.reduce((sum, time) => sum + time, 0)
  let sum = 0
  return times.map((time) => {
    sum += time
    return total === 0 ? 0 : sum / total
  })
}

/** Stream beats of a fill's payload. */
export function fillBeats(config: ChipConfig, { fill }: LoadFill): number {
  const { wordBeats, thresholdBeats } = chipGeometry(config)
  return fill.tiles.reduce((beats, { plan, rowGroup, words, slots }) => {
    return beats + plan.rowGroups[rowGroup].rows * (words * wordBeats + slots * thresholdBeats)
  }, 0)
}
