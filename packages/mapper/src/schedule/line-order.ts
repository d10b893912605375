import { inputRegion, inputSpan } from './axis.js'
import type { LayerPlan } from './layer-plan.js'
import { type Block, NoBankError, type PassBuilder } from './pass-builder.js'
import { type Region, splitSpan, wholeRegion } from './region.js'
import type { View } from './view.js'

/** Settings of the order by lines. */
export interface LineChoice {
  readonly batch: number
  /** Parts of the last map, in lines, that go through all layers one after the other; their borders are made twice. */
  readonly parts: number
  /** Lines of the last result that are made at once. */
  readonly lines: number
  /** Lines of the first result that are made at once, as far as a bank holds their input. */
  readonly firstLines: number
}

/**
 * Depth first: each layer makes the next lines as soon as the lines below are there, so that the input comes in while
 * later layers compute. Results between layers stay in banks, one input at a time; the last ones are sent as they are
 * made. For two layers or more.
 */
export function orderByLine(builder: PassBuilder, choice: LineChoice): void {
  const last = builder.plans[builder.plans.length - 1]
  const whole = wholeRegion(last.result)
  const parts = splitSpan(whole.height, Math.min(choice.parts, whole.height))
  for (let first = 0; first < choice.batch; first++) {
    for (const { first: y, count } of parts) {
      new Part(builder, choice, first, { ...whole, y, height: count }).run()
    }
    builder.mark(0, 1)
  }
}

/** One part of the last map of one input. */
class Part {
  /** By layer: the region that is needed of its result, its bank, and the line that is made next. */
  readonly #regions: Region[] = []
  readonly #views: View[] = []
  readonly #next: number[] = []

  constructor(
    readonly builder: PassBuilder,
    readonly choice: LineChoice,
    readonly first: number,
    region: Region,
  ) {
    let needed = region
    for (const plan of builder.plans.toReversed()) {
      this.#regions.unshift(needed)
      this.#next.unshift(needed.y)
      needed = inputRegion(plan.axes, needed)
    }
    for (const [i, plan] of builder.plans.slice(0, -1).entries()) {
      const block = { first, inputs: 1, region: this.#regions[i] }
      if (!builder.fits(block, plan.outWords)) throw new NoBankError()
      this.#views.push(builder.makeRoom(plan, block))
    }
  }

  run(): void {
    const last = this.builder.plans.length - 1
    const { y, height } = this.#regions[last]
    while (this.#next[last] < y + height) {
      this.#make(last, Math.min(y + height, this.#next[last] + this.choice.lines))
    }
    for (const view of this.#views) this.builder.release(view)
  }

  /** Makes the lines of a layer's result in front of `end`, and of the first layer as many as come in at once. */
  #make(layer: number, end: number): void {
    const plan = this.builder.plans[layer]
    const region = this.#regions[layer]
    while (this.#next[layer] < end) {
      const y = this.#next[layer]
      const height = layer === 0 ? this.#linesThatFit(plan, y) : end - y
      this.#next[layer] = y + height
      this.#run(layer, plan, { first: this.first, inputs: 1, region: { ...region, y, height } })
    }
  }

  #run(layer: number, plan: LayerPlan, block: Block): void {
    const { builder } = this
    const rowGroups = plan.rowNumbers
    const source = inputRegion(plan.axes, block.region)
    if (layer === 0) {
      const from = builder.loadInput({ ...block, region: source })
      builder.run(plan, rowGroups, block, from, this.#views[0])
      builder.release(from)
      return
    }
    this.#make(layer - 1, source.y + source.height)
    const isLast = layer === builder.plans.length - 1
    if (isLast && !builder.fits(block, plan.outWords)) throw new NoBankError()
    const to = isLast ? builder.makeRoom(plan, block) : this.#views[layer]
    builder.run(plan, rowGroups, block, this.#views[layer - 1], to)
    if (isLast) builder.store(to)
  }

  /** Lines of the first result from y on that are made at once: their input fits a bank. */
  #linesThatFit(plan: LayerPlan, y: number): number {
    const { builder, choice } = this
    const [region] = this.#regions
    const { width } = inputRegion(plan.axes, region)
    for (let lines = Math.min(region.y + region.height - y, choice.firstLines); lines >= 1; lines--) {
      const { count } = inputSpan(plan.axes.y, { first: y, count: lines })
      if (builder.room.holds(count * width * plan.inWords)) return lines
    }
    throw new NoBankError()
  }
}
