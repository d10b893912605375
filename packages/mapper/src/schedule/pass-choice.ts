import type { ChipConfig } from '@concord/arch'
import type { ActivityTally } from './activity-tally.js'
import { PassClock } from './clock-pass.js'
import { hoistLoads } from './hoist.js'
import { orderByLayer } from './layer-order.js'
import type { LayerPlan } from './layer-plan.js'
import { orderByLine } from './line-order.js'
import type { OperationTape } from './operation-tape.js'
import { PassBuilder, type PassSink } from './pass-builder.js'
import { PassItems } from './pass-items.js'
import { PassRecorder, type PassUse } from './pass-recorder.js'
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
  use: PassUse = {},
): OperationTape {
  const recorder = new PassRecorder(use)
  tellPass(config, plans, choice, batch, recorder)
  return choice.ahead ? hoistLoads(config, recorder.tape) : recorder.tape
}

/** Tells the operations of a pass, loads where they are used. */
function tellPass(
  config: ChipConfig,
  plans: StyledPlans,
  choice: PassChoice,
  batch: number,
  sink: PassSink,
): void {
  const builder = new PassBuilder(config, plans[choice.style], choice.dense, sink)
  if (choice.order === 'layer') {
    orderByLayer(builder, batch, choice.resident)
  } else if (choice.order === 'wide') orderWide(builder, batch, choice)
  else if (choice.order === 'line') orderByLine(builder, { ...choice, batch })
  else orderByRows(builder, batch, choice.most)
}

/**
 * Counts the cycles of a pass, exactly, and what switches when there is a tally.
 *
 * @throws NoBankError when the chip's banks do not hold it
 */
export function countPass(
  config: ChipConfig,
  plans: StyledPlans,
  choice: PassChoice,
  batch: number,
  tally?: ActivityTally,
): PassClock {
  const clock = new PassClock(config)
  // Loads that go elsewhere, and RUNs with wide values, are told one by one
  if (choice.ahead || choice.order === 'wide') clock.tell(orderPass(config, plans, choice, batch, { tally }))
  else {
    const items = new PassItems(tally)
    tellPass(config, plans, choice, batch, items)
    clock.tellItems(items)
  }
  return clock
}
