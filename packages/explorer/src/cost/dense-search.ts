import type { ChipConfig } from '@concord/arch'
import { emit } from './dense-emit.js'
import type { DenseLayer } from './dense-layer.js'
import { orderOperations } from './dense-order.js'
import { type LayerPlan, packFills, planLayers, type StepCache } from './dense-plan.js'
import type { OpList } from './op-list.js'
import type { StreamClock } from './stream-clock.js'

/** A schedule and its cycles. */
export interface DenseSchedule {
  readonly plans: readonly LayerPlan[]
  readonly ops: OpList
  /** Has run the program. */
  readonly clock: StreamClock
}

/**
 * Finds the schedule that the mapper finds with the exact count of cycles as its measure: first how weight tiles share a bank, then
 * what happens to coefficients that are split between banks.
 */
export function searchSchedule(
  config: ChipConfig,
  layers: readonly DenseLayer[],
  inputs: number,
  cache: StepCache,
): DenseSchedule {
  const schedule = (plans: readonly LayerPlan[], dense: boolean): DenseSchedule => {
    const ops = orderOperations(config, plans, packFills(config, plans, dense), inputs)
    return { plans, ops, clock: emit(config, plans, ops) }
  }
  const repeat = planLayers(config, layers, 'repeat', cache)
  const level = planLayers(config, layers, 'level', cache)
  const loose = schedule(repeat, false)
  const packed = schedule(repeat, true)
  const dense = packed.clock.cycles < loose.clock.cycles
  const best = dense ? packed : loose
  const same = repeat.every(
    ({ stepPlan }, i) =>
      stepPlan.words === level[i].stepPlan.words && stepPlan.steps.length === level[i].stepPlan.steps.length,
  )
  if (same) return best
  const other = schedule(level, dense)
  return other.clock.cycles < best.clock.cycles ? other : best
}
