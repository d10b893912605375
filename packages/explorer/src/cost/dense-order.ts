import type { ChipConfig } from '@concord/arch'
import type { FillTable, LayerPlan } from './dense-plan.js'
import { Op, OpList } from './op-list.js'

/** Numbers of the weight banks. */
const WEIGHT_BANK = 16

/**
 * Lists the operations of a program whose inputs are all on the chip together, in the mapper's order: the inputs, layer by layer
 * the row groups, strips and steps, then the results.
 *
 * @param inputs - that fit an activation bank in every layer
 */
export function orderOperations(
  config: ChipConfig,
  plans: readonly LayerPlan[],
  fills: FillTable,
  inputs: number,
): OpList {
  const order = new Orderer(config, plans, fills, inputs)
  order.all()
  return order.ops
}

class Orderer {
  readonly ops: OpList
  readonly #held = [-1, -1]
  #lastWeights = 1

  constructor(
    readonly config: ChipConfig,
    readonly plans: readonly LayerPlan[],
    readonly fills: FillTable,
    readonly inputs: number,
  ) {
    this.ops = new OpList(fills)
  }

  all(): void {
    const { ops, inputs } = this
    ops.push(Op.loadInputs, 0, 0, 0, 0, inputs, 0, -1, -1)
    // Results go to and fro between the first bank and the one that became free last
    let bank = 0
    let free = 1
    for (let layer = 0; layer < this.plans.length; layer++) {
      this.#layer(layer, bank, free)
      ;[bank, free] = [free, bank]
    }
    ops.push(Op.store, 0, 0, 0, 0, inputs, bank, -1, -1)
  }

  #layer(layer: number, inBank: number, outBank: number): void {
    const { inputs } = this
    const plan = this.plans[layer]
    const steps = plan.stepPlan.steps.length
    const strips = steps > 1 ? Math.ceil(inputs / this.config.accDepth) : 1
    for (let rowGroup = 0; rowGroup < plan.rowGroups.length; rowGroup++) {
      for (let strip = 0; strip < strips; strip++) {
        const first = Math.floor((strip * inputs) / strips)
        const count = Math.floor(((strip + 1) * inputs) / strips) - first
        for (let step = 0; step < steps; step++) {
          const weights = this.#weights(layer, rowGroup, plan.stepPlan.steps[step].tile)
          const out = step < steps - 1 ? -1 : outBank
          this.ops.push(Op.run, layer, rowGroup, step, first, count, weights, inBank, out)
        }
      }
    }
  }

  /** The weight bank that holds a tile, filled first if need be, into the bank used less recently. */
  #weights(layer: number, rowGroup: number, tile: number): number {
    const tiles = this.plans[layer].stepPlan.tiles.length
    const fill = this.fills.fillOf[layer][rowGroup * tiles + tile]
    const found = this.#held.indexOf(fill)
    const bank = found >= 0 ? found : 1 - this.#lastWeights
    this.#held[bank] = fill
    this.#lastWeights = bank
    if (found < 0) this.ops.push(Op.loadFill, fill, 0, 0, 0, 0, WEIGHT_BANK + bank, -1, -1)
    return WEIGHT_BANK + bank
  }
}
