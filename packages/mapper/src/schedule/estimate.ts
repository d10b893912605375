import { type ChipConfig, chipGeometry } from '@concord/arch'
import type { LayerPlan } from './layer-plan.js'
import type { Operation } from './operation.js'
import { runCycles } from './spread.js'

/** Cycles between RUN's execution and its first word, and from its last word to the next instruction. */
const RUN_OVERHEAD = 6

/** Share of the shorter of loading and computing that is taken not to overlap. */
const NOT_OVERLAPPED = 0.2

/**
 * Rough cycles of a schedule, used to compare schedules when no exact count is given.
 *
 * @param streamBytes - length of its command stream
 */
export function estimateCycles(
  config: ChipConfig,
  plans: readonly LayerPlan[],
  operations: readonly Operation[],
  streamBytes: number,
): number {
  const load = streamBytes / chipGeometry(config).beatBytes
  let compute = 0
  for (const operation of operations) {
    if (operation.op !== 'run') continue
    compute += runCycles(config, plans, operation) + RUN_OVERHEAD + config.popcountStages
  }
  return Math.max(load, compute) + NOT_OVERLAPPED * Math.min(load, compute)
}
