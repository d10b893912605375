import type { ChipConfig } from '@concord/arch'
import { FreeBanks } from './act-banks.js'
import { type Fill, type LayerTiles, packFills } from './fills.js'
import type { LayerPlan } from './layer-plan.js'
import type { Operation } from './operation.js'
import { type PadWords, placePads } from './pads.js'
import { regionPixels } from './region.js'
import type { Step } from './steps.js'
import { cutStrips, type Strip } from './strip.js'
import { RunTimer } from './time-run.js'
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
  /** By layer of the pass. */
  readonly #tiles: readonly LayerTiles[]

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
    this.#tiles = packFills(config, plans, dense)
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
    return { bank, address: 0, first, inputs, region, pixelWords, groups, firstGroup: 0 }
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
    const padAddress = this.#pads.find((pad) => pad.plan === plan)?.address
    const timer = new RunTimer(this.config, plan, from.region, padAddress !== undefined)
    const stripsOf = [false, true].map((partial) => ({ partial, strips: [] as Strip[] }))
    for (const rowGroup of rowGroups) {
      const { steps, turns } = plan.rowGroups[rowGroup].stepPlan
      const cut = stripsOf[Number(steps.length > 1)]
      if (cut.strips.length === 0) cut.strips = cutStrips(this.config, plan, block, cut.partial)
      for (const strip of cut.strips) {
        const backwards = turns && this.#forwards.delete(steps)
        if (turns && !backwards) this.#forwards.add(steps)
        for (let index = 0; index < steps.length; index++) {
          const step = steps[backwards ? steps.length - 1 - index : index]
          const place = this.tilesOf(plan)[rowGroup][step.tile]
          const weightBank = this.#load(place.fill)
          const weights = WeightBanks.id(weightBank)
          const save = index < steps.length - 1
          this.operations.push({
            op: 'run',
            engine: 'compute',
            banks: save ? [weights, from.bank] : [weights, from.bank, to.bank],
            plan,
            place,
            step,
            strip,
            from,
            to,
            padAddress,
            weightBank,
            load: index > 0,
            save,
            work: timer.time(rowGroup, step, strip, save),
          })
        }
      }
    }
  }

  /** Tiles of a layer. */
  tilesOf(plan: LayerPlan): LayerTiles {
    return this.#tiles[plan.index - this.plans[0].index]
  }

  /** Sees to it that a weight bank holds a fill. */
  #load(fill: Fill): number {
    const { weightBank, load } = this.#weights.use(fill)
    if (load) {
      const banks = [WeightBanks.id(weightBank)]
      this.operations.push({ op: 'loadWeights', engine: 'load', banks, weightBank, parts: fill.parts })
    }
    return weightBank
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
