import { FreeBanks } from './act-banks.js'
import { type LayerTiles, packFills } from './fills.js'
import type { LayerPlan } from './layer-plan.js'
import { type PadWords, placePads, type Room } from './pads.js'
import { regionPixels } from './region.js'
import type { RunCall, RunState } from './run-call.js'
import type { WideViews } from './scale-registers.js'
import type { ShapeChip } from './shape-chip.js'
import type { Strip } from './strip.js'
import { type Stored, type View, withoutGaps } from './view.js'
import { WeightBanks } from './weight-banks.js'

/** A pass needs more banks than the chip has. */
export class NoBankError extends Error {}

/** Results of a layer that are made together: a region of its result map of some inputs. */
export type Block = Strip

/** What takes the operations of a pass in list order. */
export interface PassSink {
  /** Loads a region of the pass's input, of some inputs, into a bank. */
  loadMap(view: Stored): void
  loadPads(bank: number, address: number, pads: readonly PadWords[]): void
  /** Sends a region of the pass's result, of some inputs. */
  store(view: Stored): void
  /** Ends a round; the rounds of a series are alike. */
  mark(series: number, inputs: number): void
  /** Runs some row groups of a layer. */
  call(call: RunCall, state: RunState): void
}

/** Tells the operations of a pass and knows what the banks hold meanwhile. */
export class PassBuilder {
  readonly acts: FreeBanks
  /** What a bank has for maps. */
  readonly room: Room
  readonly #pads: readonly PadWords[]
  readonly #state: RunState = { weights: new WeightBanks(), forwards: new Set() }
  /** By layer of the pass. */
  readonly #tiles: readonly LayerTiles[]

  /** @param dense - share weight banks between as many tiles as fit */
  constructor(
    readonly config: ShapeChip,
    readonly plans: readonly LayerPlan[],
    dense: boolean,
    readonly sink: PassSink,
  ) {
    this.acts = new FreeBanks(config.actBanks)
    const { pads, room } = placePads(config, plans)
    this.#pads = pads
    this.room = room
    this.#tiles = packFills(config, plans, dense)
    for (let bank = 0; pads.length > 0 && bank < config.actBanks; bank++)
      this.sink.loadPads(bank, room.words, pads)
  }

  /** Loads a region of the pass's input into a bank that is free. */
  loadInput(block: Block, plan = this.plans[0]): View {
    const view = this.view(this.#take('load'), block, plan.inWords, plan.inGroups)
    this.sink.loadMap(view)
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
    return this.room.holds(inputs * regionPixels(region) * pixelWords)
  }

  store(view: View): void {
    this.sink.store(view)
    this.acts.release(view.bank, 'store')
  }

  /** Ends a round of some inputs; the rounds of a series are alike. */
  mark(series: number, inputs: number): void {
    this.sink.mark(series, inputs)
  }

  /** Frees a bank that compute was the last to use. */
  release(view: View): void {
    this.acts.release(view.bank, 'compute')
  }

  /** Sends a view that compute made; its bank stays taken. */
  send(view: Stored): void {
    for (const part of withoutGaps(view)) this.sink.store(part)
  }

  /** Loads a region of the pass's input into the wide bank. */
  loadWide(view: View): void {
    for (const part of withoutGaps(view)) this.sink.loadMap(part)
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
    const padAddress = this.#pads.find((pad) => pad.plan === plan)?.address
    const hasPads = this.#pads.length > 0
    const tiles = this.tilesOf(plan)
    const { config } = this
    this.sink.call(
      { config, plan, tiles, rowGroups, block, from, to, wide, padAddress, hasPads },
      this.#state,
    )
  }

  /** Tiles of a layer. */
  tilesOf(plan: LayerPlan): LayerTiles {
    return this.#tiles[plan.index - this.plans[0].index]
  }

  #take(engine: 'load' | 'compute'): number {
    if (this.acts.count === 0) throw new NoBankError()
    return this.acts.take(engine)
  }
}
