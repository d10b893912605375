import { type ChipConfig, WIDE_BANK_ID } from '@concord/arch'
import { FreeBanks } from './act-banks.js'
import { type Fill, type LayerTiles, packFills } from './fills.js'
import type { LayerPlan } from './layer-plan.js'
import type { Operation } from './operation.js'
import { type PadWords, placePads } from './pads.js'
import { regionPixels } from './region.js'
import type { WideViews } from './scale-registers.js'
import type { Step } from './steps.js'
import { cutStrips, type Strip } from './strip.js'
import { RunTimer } from './time-run.js'
import { type Stored, type View, withoutGaps } from './view.js'
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
  loadInput(block: Block, plan = this.plans[0]): View {
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

  /** Sends a view that compute made; its bank stays taken. */
  send(view: Stored): void {
    for (const part of withoutGaps(view))
      this.operations.push({ op: 'store', engine: 'store', banks: [part.bank], view: part })
  }

  /** Loads a region of the pass's input into the wide bank. */
  loadWide(view: View): void {
    for (const part of withoutGaps(view))
      this.operations.push({ op: 'loadMap', engine: 'load', banks: [part.bank], view: part })
  }

  /**
   * Runs some row groups of a layer for a block.
   *
   * @param to - codes; undefined when the result is wide only
   */
  run(
    plan: LayerPlan,
    rowGroups: readonly number[],
    block: Block,
    from: View,
    to: View | undefined,
    wide: WideViews = {},
  ): void {
    const scales = plan.plane.scale !== undefined
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
          const empty = place.words + place.slots === 0
          const weightBank = empty ? this.#weights.last : this.#load(place.fill)
          const weights = WeightBanks.id(weightBank)
          const save = index < steps.length - 1
          this.operations.push({
            op: 'run',
            engine: 'compute',
            banks: save ? [weights, from.bank] : banksOf(weights, from, to, scales),
            plan,
            place,
            step,
            strip,
            from,
            to,
            wide,
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

/** Banks of a RUN, each once. */
function banksOf(weights: number, from: View, to: View | undefined, scales: boolean): number[] {
  const banks = [weights, from.bank]
  if (to !== undefined) banks.push(to.bank)
  if (scales && from.bank !== WIDE_BANK_ID) banks.push(WIDE_BANK_ID)
  return banks
}
