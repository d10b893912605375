import { inputPixels, inputRegion } from './axis.js'
import { cutBlocks } from './blocks.js'
import type { Fill } from './fills.js'
import type { LayerPlan } from './layer-plan.js'
import { type Block, NoBankError, type PassBuilder } from './pass-builder.js'
import { type Region, regionPixels, wholeRegion } from './region.js'
import type { View } from './view.js'

/**
 * Layer by layer: all inputs of a round go through a layer, or through a part of its map, before the next layer begins.
 *
 * When a round's inputs do not fit a bank, the first layer takes them block by block for every few row groups, so that
 * the weights stay and the inputs come again. The last layer's results are sent block by block.
 */
export function orderByLayer(builder: PassBuilder, batch: number, resident: number): void {
  const region = wholeRegion(builder.plans[builder.plans.length - 1].result)
  for (let first = 0; first < batch; first += resident) {
    const inputs = Math.min(resident, batch - first)
    runUnit(builder, { first, inputs, region })
    builder.mark(0, inputs)
  }
}

function runUnit(builder: PassBuilder, unit: Block): void {
  const { plans } = builder
  const regions: Region[] = []
  let region = unit.region
  for (const plan of plans.toReversed()) {
    regions.unshift(region)
    region = inputRegion(plan.axes, region)
  }
  let from: View | undefined
  for (const [i, plan] of plans.entries())
    from = runLayer(builder, plan, i, { ...unit, region: regions[i] }, from)
}

/** Runs a layer; returns its results unless they have been sent. */
function runLayer(
  builder: PassBuilder,
  plan: LayerPlan,
  place: number,
  results: Block,
  from: View | undefined,
): View | undefined {
  const last = place === builder.plans.length - 1
  const blocks = cutBlocks(results, builder.room, ({ inputs, region }) => ({
    in: place > 0 ? 0 : inputs * inputPixels(plan.axes, region) * plan.inWords,
    out: last
      ? inputs * regionPixels(region) * plan.outWords
      : results.inputs * regionPixels(results.region) * plan.outWords,
  }))
  if (blocks === undefined) throw new NoBankError()
  const shared = last ? undefined : builder.makeRoom(plan, results)
  const inputs = new InputCache(builder)
  const passes = place === 0 && blocks.length > 1 ? shareWeights(builder, plan) : [plan.rowNumbers]
  if (last && passes.length > 1) throw new NoBankError()
  for (const [pass, rowGroups] of passes.entries()) {
    for (const block of pass % 2 === 0 ? blocks : blocks.toReversed()) {
      const view = from ?? inputs.view({ ...block, region: inputRegion(plan.axes, block.region) })
      const to = shared ?? builder.makeRoom(plan, block)
      builder.run(plan, rowGroups, block, view, to)
      if (last) builder.store(to)
    }
  }
  if (from !== undefined) builder.release(from)
  inputs.release()
  return shared
}

/** Row groups that share a pass over the inputs: as many as have their weights in the two banks together. */
export function shareWeights(builder: PassBuilder, plan: LayerPlan): number[][] {
  const passes: number[][] = []
  let held = new Set<Fill>()
  for (const rowGroup of plan.rowGroups.keys()) {
    const own = builder.tilesOf(plan)[rowGroup].map(({ fill }) => fill)
    const together = new Set([...held, ...own])
    if (passes.length === 0 || banksOf(together) > 2) {
      passes.push([])
      held = new Set(own)
    } else held = together
    passes[passes.length - 1].push(rowGroup)
  }
  return passes
}

/** Weight banks that some fills take. */
function banksOf(fills: ReadonlySet<Fill>): number {
  let banks = 0
  for (const { upperParts } of fills) banks += upperParts === undefined ? 1 : 2
  return banks
}

/** Blocks of the pass's input that are in banks, the one used least recently first. */
class InputCache {
  readonly #held: { readonly block: Block; readonly view: View }[] = []

  constructor(readonly builder: PassBuilder) {}

  view(block: Block): View {
    const place = this.#held.findIndex(({ block: other }) => sameBlock(block, other))
    if (place < 0 && this.builder.acts.count < 2 && this.#held.length > 0) this.#evict()
    const entry = place < 0 ? { block, view: this.builder.loadInput(block) } : this.#held.splice(place, 1)[0]
    this.#held.push(entry)
    return entry.view
  }

  release(): void {
    while (this.#held.length > 0) this.#evict()
  }

  #evict(): void {
    this.builder.release(this.#held.shift()!.view)
  }
}

function sameBlock(a: Block, b: Block): boolean {
  const [at, to] = [a.region, b.region]
  return (
    a.first === b.first &&
    a.inputs === b.inputs &&
    at.x === to.x &&
    at.y === to.y &&
    at.width === to.width &&
    at.height === to.height
  )
}
