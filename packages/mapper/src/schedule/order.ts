import type { ChipConfig } from '@concord/arch'
import { FreeBanks } from './act-banks.js'
import { type Block, layerBlocks, splitBlocks } from './blocks.js'
import { type Fill, type PlacedTile, packFills } from './fills.js'
import { InputBanks } from './input-banks.js'
import type { LayerPlan } from './layer-plan.js'
import type { Operation } from './operation.js'
import { runRegisters } from './run-registers.js'
import { spreadShares } from './spread.js'
import { WeightBanks } from './weight-banks.js'

/** The choices that make a schedule out of layer plans. */
export interface ScheduleChoice {
  /** Inputs that an execution handles. */
  readonly batch: number
  /** Inputs of a round: they go through a layer before the next layer begins. */
  readonly resident: number
  /** Put as many weight tiles into a bank as fit. */
  readonly dense: boolean
  /** Where the next round's inputs are loaded: behind this layer's RUNs, or spread over all RUNs. */
  readonly prefetch: number | 'spread'
}

/**
 * Lists the operations of a program: round by round, layer by layer, the row groups, strips and steps, then the
 * results.
 *
 * When a round's inputs do not fit a bank, the first layer takes them block by block for every few row groups, so
 * that the weights stay and the inputs come again. The load engine runs ahead of this order by itself; only the next
 * round's inputs are moved forward in it.
 */
export function orderOperations(
  config: ChipConfig,
  plans: readonly LayerPlan[],
  choice: ScheduleChoice,
): Operation[] {
  const order = new Orderer(config, plans, choice)
  const rounds = Math.ceil(choice.batch / choice.resident)
  for (let round = 0; round < rounds; round++) order.round(round)
  return order.operations
}

class Orderer {
  readonly operations: Operation[] = []
  readonly #fillOf = new Map<string, { readonly fill: Fill; readonly place: PlacedTile }>()
  readonly #acts: FreeBanks
  readonly #inputs: InputBanks
  readonly #weights = new WeightBanks()
  readonly #shares: readonly number[]
  #runs = 0

  constructor(
    readonly config: ChipConfig,
    readonly plans: readonly LayerPlan[],
    readonly choice: ScheduleChoice,
  ) {
    this.#acts = new FreeBanks(config.actBanks)
    this.#inputs = new InputBanks(config, plans, choice, this.#acts, this.operations)
    this.#shares = choice.prefetch === 'spread' ? this.#spread() : []
    for (const fill of packFills(config, plans, choice.dense)) {
      for (const place of fill.tiles) this.#fillOf.set(tileKey(place), { fill, place })
    }
  }

  /** Everything for one round, and the next round's first inputs. */
  round(round: number): void {
    const { prefetch } = this.choice
    this.#inputs.begin(round)
    this.#runs = 0
    let bank = -1
    for (const plan of this.plans) {
      bank = this.#runLayer(plan, round, bank)
      if (plan.index === prefetch) this.#inputs.prefetch(round + 1, 1)
    }
    if (prefetch === 'spread') this.#inputs.prefetch(round + 1, 1)
  }

  /** Runs a layer on a round; returns the bank of its results unless they have been stored. */
  #runLayer(plan: LayerPlan, round: number, inBank: number): number {
    const first = plan.index === 0
    const last = plan.index === this.plans.length - 1
    const inputs = this.#inputs.of(round)
    const blocks = layerBlocks(this.config, this.plans, plan, inputs.length)
    const shared = last ? undefined : this.#acts.take('compute')
    const passes = first && blocks.length > 1 ? this.#passes(plan) : [[...plan.rowGroups.keys()]]
    for (const [pass, rowGroups] of passes.entries()) {
      for (const block of pass % 2 === 0 ? blocks : blocks.toReversed()) {
        const from = first ? this.#inputs.bank(round, block) : inBank
        const outBank = shared ?? this.#acts.take('compute')
        const at = { in: first ? 0 : block.first, out: last ? 0 : block.first }
        for (const rowGroup of rowGroups) this.#runBlock(plan, rowGroup, block, at, from, outBank, round)
        if (last) this.#store(outBank, inputs.slice(block.first, block.first + block.inputs))
      }
    }
    if (first) this.#inputs.release()
    else this.#acts.release(inBank, 'compute')
    return shared ?? -1
  }

  #runBlock(
    plan: LayerPlan,
    rowGroup: number,
    block: Block,
    at: { readonly in: number; readonly out: number },
    inBank: number,
    outBank: number,
    round: number,
  ): void {
    const { steps } = plan.stepPlan
    const strips = splitBlocks(block.inputs, steps.length > 1 ? this.config.accDepth : block.inputs)
    for (const strip of strips) {
      const place = { first: at.in + strip.first, out: at.out + strip.first, inputs: strip.inputs }
      for (const index of steps.keys()) {
        this.#runStep(plan, rowGroup, place, index, inBank, outBank)
        if (this.choice.prefetch === 'spread') this.#inputs.prefetch(round + 1, this.#shares[this.#runs++])
      }
    }
  }

  #store(bank: number, inputs: readonly number[]): void {
    this.operations.push({ op: 'store', engine: 'store', banks: [bank], bank, inputs })
    this.#acts.release(bank, 'store')
  }

  /** Row groups that share a pass over the inputs: as many as have their weights in the two banks together. */
  #passes(plan: LayerPlan): number[][] {
    const passes: number[][] = []
    let held = new Set<Fill>()
    for (const rowGroup of plan.rowGroups.keys()) {
      const own = plan.stepPlan.tiles.map(
        (_, tile) => this.#fillOf.get(tileKey({ plan, rowGroup, tile }))!.fill,
      )
      const together = new Set([...held, ...own])
      if (passes.length === 0 || together.size > 2) {
        passes.push([])
        held = new Set(own)
      } else held = together
      passes[passes.length - 1].push(rowGroup)
    }
    return passes
  }

  /** Shares of the next inputs behind each RUN, from a round in the steady state. */
  #spread(): number[] {
    const { config, plans, choice } = this
    const batch = 2 * choice.resident
    const steady = orderOperations(config, plans, { ...choice, batch, prefetch: plans.length - 1 })
    const runs = steady.flatMap(({ op }, i) => (op === 'run' ? [i] : []))
    return spreadShares(config, plans, steady.slice(runs[runs.length / 2]))
  }

  #runStep(
    plan: LayerPlan,
    rowGroup: number,
    place: { readonly first: number; readonly out: number; readonly inputs: number },
    index: number,
    inBank: number,
    outBank: number,
  ): void {
    const { steps, tiles } = plan.stepPlan
    const step = steps[index]
    const { fill, place: tile } = this.#fillOf.get(tileKey({ plan, rowGroup, tile: step.tile }))!
    const { weightBank, load } = this.#weights.use(fill)
    const weights = WeightBanks.id(weightBank)
    if (load) this.operations.push({ op: 'loadFill', engine: 'load', banks: [weights], weightBank, fill })
    const save = index < steps.length - 1
    this.operations.push({
      op: 'run',
      engine: 'compute',
      banks: save ? [weights, inBank] : [weights, inBank, outBank],
      layer: plan.index,
      weightBank,
      inBank,
      outBank,
      pairs: step.pairs.length,
      load: index > 0,
      save,
      registers: runRegisters(this.config, plan, tile, step, place, save),
      words: step.pairs.length * tiles[step.tile].groups,
      inputs: place.inputs,
    })
  }
}

function tileKey({ plan, rowGroup, tile }: Pick<PlacedTile, 'plan' | 'rowGroup' | 'tile'>): string {
  return `${plan.index}/${rowGroup}/${tile}`
}
