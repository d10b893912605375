import { type ChipConfig, chipGeometry } from '@concord/arch'
import type { LayerPlan } from './layer-plan.js'
import type { Operation } from './operation.js'
import { fillBeats, runCycles } from './spread.js'

/** Cycles between RUN's execution and its first word, and from its last word to the next instruction. */
const RUN_OVERHEAD = 6

/** Instructions around a RUN: registers that change, hand-overs. */
const INSTRUCTIONS_A_RUN = 6

/** Share of the shorter of loading and computing that is taken not to overlap. */
const NOT_OVERLAPPED = 0.2

/** Rough cycles of a schedule, to tell good ones from bad ones before they are written and counted. */
export function estimateCycles(
  config: ChipConfig,
  plans: readonly LayerPlan[],
  operations: readonly Operation[],
): number {
  const { wordBeats, instructionBeats } = chipGeometry(config)
  let load = 0
  let compute = 0
  let store = 0
  for (const operation of operations) {
    switch (operation.op) {
      case 'run':
        load += INSTRUCTIONS_A_RUN * instructionBeats
        compute += runCycles(config, plans, operation) + RUN_OVERHEAD + config.popcountStages
        break
      case 'loadFill':
        load += fillBeats(config, operation)
        break
      case 'loadInputs':
        load += operation.inputs.length * plans[0].inWords * wordBeats
        break
      case 'store':
        store += operation.inputs.length * plans[plans.length - 1].outWords * wordBeats
    }
  }
  return Math.max(load, compute, store) + NOT_OVERLAPPED * Math.min(load, compute)
}
