import { hoistLoads } from './hoist.js'
import { orderByLayer } from './layer-order.js'
import type { LayerPlan } from './layer-plan.js'
import { orderByLine } from './line-order.js'
import type { OperationTape } from './operation-tape.js'
import { PassBuilder, type PassSink } from './pass-builder.js'
import { PassRecorder } from './pass-recorder.js'
import { orderByRows } from './row-order.js'
import type { ShapeChip } from './shape-chip.js'
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

/** Layers of a pass in each style. */
export type StyledPlans = Readonly<Record<SplitStyle, readonly LayerPlan[]>>

export function sameChoice(a: PassChoice, b: PassChoice): boolean {
  return (Object.keys(a) as (keyof PassChoice)[]).every((key) => a[key] === b[key])
}

/**
 * Tells the operations of a pass for a batch, loads where they are used.
 *
 * @throws NoBankError when the chip's banks do not hold it
 */
export function tellPass(
  chip: ShapeChip,
  plans: StyledPlans,
  choice: PassChoice,
  batch: number,
  sink: PassSink,
): void {
  const builder = new PassBuilder(chip, plans[choice.style], choice.dense, sink)
  if (choice.order === 'layer') orderByLayer(builder, batch, choice.resident)
  else if (choice.order === 'wide') orderWide(builder, batch, choice)
  else if (choice.order === 'line') orderByLine(builder, { ...choice, batch })
  else orderByRows(builder, batch, choice.most)
}

/**
 * Lists the operations of a pass for a batch, to be written.
 *
 * @throws NoBankError when the chip's banks do not hold it
 */
export function orderPass(
  chip: ShapeChip,
  plans: StyledPlans,
  choice: PassChoice,
  batch: number,
): OperationTape {
  const recorder = new PassRecorder(undefined)
  tellPass(chip, plans, choice, batch, recorder)
  return choice.ahead ? hoistLoads(chip.config, recorder.tape) : recorder.tape
}
