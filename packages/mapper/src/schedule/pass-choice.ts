import type { ChipConfig } from '@concord/arch'
import { PassClock } from './clock-pass.js'
import { emit } from './emit.js'
import { hoistLoads } from './hoist.js'
import { orderByLayer } from './layer-order.js'
import type { LayerPlan } from './layer-plan.js'
import { orderByLine } from './line-order.js'
import type { Operation } from './operation.js'
import { PassBuilder } from './pass-builder.js'
import { orderByRows } from './row-order.js'
import type { SplitStyle } from './steps.js'
import { orderWide } from './wide-order.js'

interface Common {
  /** Put as many weight tiles into a bank as fit. */
  readonly dense: boolean
  /** Load ahead while the array computes. */
  readonly ahead: boolean
  /** What happens to coefficients that are split between tiles. */
  readonly style: SplitStyle
}

/** How a pass goes through its inputs, layers and weights. */
export type PassChoice = Common &
  (
    | {
        readonly order: 'layer'
        /** Inputs of a round: they go through a layer before the next layer begins. */
        readonly resident: number
      }
    | { readonly order: 'line'; readonly parts: number; readonly lines: number; readonly firstLines: number }
    | { readonly order: 'row'; readonly most: number }
    | {
        readonly order: 'wide'
        /** Inputs of a round, as in `layer`. */
        readonly resident: number
        /** Every layer's result is sent. */
        readonly sendsAll: boolean
      }
  )

/** Layers of a pass in both styles. */
export type StyledPlans = Readonly<Record<SplitStyle, readonly LayerPlan[]>>

/**
 * Lists the operations of a pass for a batch.
 *
 * @throws NoBankError when the chip's banks do not hold it
 */
export function orderPass(
  config: ChipConfig,
  plans: StyledPlans,
  choice: PassChoice,
  batch: number,
): Operation[] {
  const builder = new PassBuilder(config, plans[choice.style], choice.dense)
  if (choice.order === 'layer') {
    orderByLayer(builder, batch, choice.resident)
  } else if (choice.order === 'wide') orderWide(builder, batch, choice)
  else if (choice.order === 'line') orderByLine(builder, { ...choice, batch })
  else orderByRows(builder, batch, choice.most)
  return choice.ahead ? hoistLoads(config, builder.operations) : builder.operations
}

/** Counts the cycles of a pass, exactly, and whatever else `clock` counts. */
export function countPass(
  config: ChipConfig,
  plans: StyledPlans,
  choice: PassChoice,
  batch: number,
  clock = new PassClock(config),
): PassClock {
  emit(orderPass(config, plans, choice, batch), clock)
  return clock
}
