import type { ChipConfig } from '@concord/arch'
import { FreeBanks } from './act-banks.js'
import { type Fill, type PlacedTile, packFills } from './fills.js'
import type { LayerPlan } from './layer-plan.js'
import type { Operation } from './operation.js'
import { type PadWords, placePads } from './pads.js'
import { regionPixels } from './region.js'
import type { Step } from './steps.js'
import { cutStrips, type Strip } from './strip.js'
import { timeRun } from './time-run.js'
import type { View } from './view.js'
import { WeightBanks } from './weight-banks.js'

/** A pass needs more banks than the chip has. */
export class NoBankError extends Error {}

/** Results of a layer that are made together: a region of its result map of some inputs. */
export type Block = Strip

/** Collects the operations of a pass and knows what the banks hold meanwhile. */
export class PassBuilder {
  readonly operations: Operation[] = []
  readonly acts: FreeBanks
  /** Words of a bank that maps can have. */
  readonly bankWords: number
  readonly #pads: readonly PadWords[]
  readonly #weights = new WeightBanks()
  /** Steps that ran from the first to the last the last time. */
  readonly #forwards = new Set<readonly Step[]>()
  readonly #fillOf = new Map<LayerPlan, readonly { readonly fill: Fill; readonly place: PlacedTile }[][]>()

  /** @param dense - share weight banks between as many tiles as fit */
  constructor(
    readonly config: ChipConfig,
    readonly plans: readonly LayerPlan[],
    dense: boolean,
  ) {
    this.acts = new FreeBanks(config.actBanks)
    const { pads, words } = placePads(config, plans)
    this.#pads = pads
    this.bankWords = words
    for (const plan of plans)
      this.#fillOf.set(
        plan,
        plan.rowGroups.map(() => []),
      )
    for (const fill of packFills(config, plans, dense)) {
      for (const place of fill.tiles) {
        ;(this.#fillOf.get(place.plan)![place.rowGroup] as { fill: Fill; place: PlacedTile }[])[place.tile] =
          { fill, place }
      }
    }
    if (pads.length > 0) this.#loadPads()
  }

  /** Loads a region of the pass's input into a bank that is free. */
  loadInput(block: Block): View {
    const [plan] = this.plans
    const view = this.view(this.#take('load'), block, plan.inWords, plan.inGroups)
    this.operations.push({ op: 'loadMap', engine: 'load', banks: [view.bank], view })
    return view
  }

  /** Makes room for results of a layer, of the output words `firstGroup`.. only when told. */
  makeRoom(
    plan: LayerPlan,
    block: Block,
    words?: { readonly firstGroup: number; readonly groups: number },
  ): View {
    const bank = this.#take('compute')
    if (words === undefined) return this.view(bank, block, plan.outWords, plan.outGroups)
    const { firstGroup, groups } = words
    return { ...this.view(bank, block, plan.plane.outPlanes * groups, groups), firstGroup }
  }

  view(bank: number, { first, inputs, region }: Block, pixelWords: number, groups: number): View {
    return { ...{ bank, address: 0, first, inputs, region, pixelWords, groups }, firstGroup: 0 }
  }

  /** Whether a region of some inputs fits a bank. */
  fits({ inputs, region }: Block, pixelWords: number): boolean {
    return inputs * regionPixels(region) * pixelWords <= this.bankWords
  }

  store(view: View): void {
    this.operations.push({ op: 'store', engine: 'store', banks: [view.bank], view })
    this.acts.release(view.bank, 'store')
  }

  /** Ends a round of some inputs; the rounds of a series are alike. */
  mark(series: number, inputs: number): void {
    this.operations.push({ op: 'mark', engine: 'compute', banks: [], series, inputs })
  }

  /** Frees a bank that compute was the last to use. */
  release(view: View): void {
    this.acts.release(view.bank, 'compute')
  }

  /** Runs some row groups of a layer for a block. */
  run(plan: LayerPlan, rowGroups: readonly number[], block: Block, from: View, to: View): void {
    for (const rowGroup of rowGroups) {
      const { steps, turns } = plan.rowGroups[rowGroup].stepPlan
      for (const strip of cutStrips(this.config, plan, block, steps.length > 1)) {
        const backwards = turns && this.#forwards.delete(steps)
        if (!backwards) this.#forwards.add(steps)
        const order = backwards ? steps.toReversed() : steps
        for (const place of order.keys()) this.#step(plan, rowGroup, order, place, strip, from, to)
      }
    }
  }

  /** Fills that hold the weights of a row group. */
  fillsOf(plan: LayerPlan, rowGroup: number): Fill[] {
    return [...new Set(this.#fillOf.get(plan)![rowGroup].map(({ fill }) => fill))]
  }

  /** Runs one of a row group's steps, `index` in their order. */
  #step(
    plan: LayerPlan,
    rowGroup: number,
    steps: readonly Step[],
    index: number,
    strip: Strip,
    from: View,
    to: View,
  ): void {
    const step = steps[index]
    const { fill, place } = this.#fillOf.get(plan)![rowGroup][step.tile]
    const { weightBank, load } = this.#weights.use(fill)
    const weights = WeightBanks.id(weightBank)
    if (load) {
      const parts = fill.tiles.map((tile) => ({
        place: tile,
        words: { first: 0, count: tile.words },
        slots: tile.slots,
      }))
      this.operations.push({ op: 'loadWeights', engine: 'load', banks: [weights], weightBank, parts })
    }
    const save = index < steps.length - 1
    const padAddress = this.#pads.find((pad) => pad.plan === plan)?.address
    const timed = { plan, rowGroup, step, strip, source: from.region, padded: padAddress !== undefined, save }
    this.operations.push({
      op: 'run',
      engine: 'compute',
      banks: save ? [weights, from.bank] : [weights, from.bank, to.bank],
      ...{ plan, place, step, strip, from, to, padAddress, weightBank, save },
      load: index > 0,
      work: timeRun(this.config, timed),
    })
  }

  #take(engine: 'load' | 'compute'): number {
    if (this.acts.count === 0) throw new NoBankError()
    return this.acts.take(engine)
  }

  #loadPads(): void {
    for (let bank = 0; bank < this.config.actBanks; bank++) {
      const pads = this.#pads
      this.operations.push({
        op: 'loadPads',
        engine: 'load',
        banks: [bank],
        bank,
        address: this.bankWords,
        pads,
      })
    }
  }
}
