import type { ChipConfig } from '@concord/arch'
import { FreeBanks } from './act-banks.js'
import { type Fill, type PlacedTile, packFills } from './fills.js'
import type { LayerPlan } from './layer-plan.js'
import type { Operation } from './operation.js'
import { runRegisters, type Strip } from './run-registers.js'
import { spreadShares } from './spread.js'
import { WeightBanks } from './weight-banks.js'

/** The choices that make a schedule out of layer plans. */
export interface ScheduleChoice {
  /** Inputs that an execution handles. */
  readonly batch: number
  /** Inputs that are on the chip together. */
  readonly resident: number
  /** Put as many weight tiles into a bank as fit. */
  readonly dense: boolean
  /** Where the next inputs are loaded: behind this layer's RUNs, or spread over all RUNs. */
  readonly prefetch: number | 'spread'
}

/**
 * Lists the operations of a program: for each resident batch its inputs, then layer by layer the row groups,
 * strips and steps, then its results.
 *
 * The load engine runs ahead of this order by itself; only the next inputs are moved forward in it.
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
  readonly #weights = new WeightBanks()
  readonly #shares: readonly number[]
  /** Bank of the next round's inputs, and how many are loaded. */
  #next: { readonly bank: number; readonly loaded: number } | undefined
  /** RUNs of this round so far. */
  #runs = 0

  constructor(
    readonly config: ChipConfig,
    readonly plans: readonly LayerPlan[],
    readonly choice: ScheduleChoice,
  ) {
    this.#acts = new FreeBanks(config.actBanks)
    this.#shares = choice.prefetch === 'spread' ? this.#spread() : []
    for (const fill of packFills(config, plans, choice.dense)) {
      for (const place of fill.tiles) this.#fillOf.set(tileKey(place), { fill, place })
    }
  }

  /** Numbers of the inputs of one resident batch; the last one may be smaller. */
  inputsOf(round: number): number[] {
    const { batch, resident } = this.choice
    const first = round * resident
    return Array.from({ length: Math.min(resident, batch - first) }, (_, i) => first + i)
  }

  /** Everything for one resident batch, and the next one's inputs. */
  round(round: number): void {
    this.prefetch(round, 1)
    let { bank } = this.#next!
    this.#next = undefined
    this.#runs = 0
    for (const plan of this.plans) {
      bank = this.runLayer(plan, bank, round)
      if (plan.index === this.choice.prefetch) this.prefetch(round + 1, 1)
    }
    if (this.choice.prefetch === 'spread') this.prefetch(round + 1, 1)
    this.store(bank, round)
  }

  /** Loads inputs of a round until `share` (0..1) of them are there. */
  prefetch(round: number, share: number): void {
    const inputs = this.inputsOf(round)
    if (inputs.length === 0) return
    this.#next ??= { bank: this.#acts.take('load'), loaded: 0 }
    const { bank, loaded } = this.#next
    const end = Math.floor(share * inputs.length)
    if (end <= loaded) return
    const piece = inputs.slice(loaded, end)
    this.operations.push({
      op: 'loadInputs',
      engine: 'load',
      banks: [bank],
      bank,
      first: loaded,
      inputs: piece,
    })
    this.#next = { bank, loaded: end }
  }

  /** Runs a layer on the resident inputs; returns the bank of its results. */
  runLayer(plan: LayerPlan, inBank: number, round: number): number {
    const inputs = this.inputsOf(round).length
    const outBank = this.#acts.take('compute')
    const { steps } = plan.stepPlan
    const strips = stripsOf(inputs, steps.length > 1 ? this.config.accDepth : inputs)
    for (const rowGroup of plan.rowGroups.keys()) {
      for (const strip of strips) {
        for (const index of steps.keys()) {
          this.#runStep(plan, rowGroup, strip, index, inBank, outBank)
          if (this.choice.prefetch === 'spread') this.prefetch(round + 1, this.#shares[this.#runs++])
        }
      }
    }
    this.#acts.release(inBank, 'compute')
    return outBank
  }

  /** Shares of the next inputs behind each RUN, from a round in the steady state. */
  #spread(): number[] {
    const { config, plans, choice } = this
    const batch = 2 * choice.resident
    const steady = orderOperations(config, plans, { ...choice, batch, prefetch: plans.length - 1 })
    const stores = steady.flatMap(({ op }, i) => (op === 'store' ? [i] : []))
    return spreadShares(config, plans, steady.slice(stores[0] + 1))
  }

  store(bank: number, round: number): void {
    this.operations.push({ op: 'store', engine: 'store', banks: [bank], bank, inputs: this.inputsOf(round) })
    this.#acts.release(bank, 'store')
  }

  #runStep(
    plan: LayerPlan,
    rowGroup: number,
    strip: Strip,
    index: number,
    inBank: number,
    outBank: number,
  ): void {
    const { steps, tiles } = plan.stepPlan
    const step = steps[index]
    const { fill, place } = this.#fillOf.get(tileKey({ plan, rowGroup, tile: step.tile }))!
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
      registers: runRegisters(this.config, plan, place, step, strip, save),
      words: step.pairs.length * tiles[step.tile].groups,
      inputs: strip.inputs,
    })
  }
}

function tileKey({ plan, rowGroup, tile }: Pick<PlacedTile, 'plan' | 'rowGroup' | 'tile'>): string {
  return `${plan.index}/${rowGroup}/${tile}`
}

/** Strips of nearly equal size, of at most `most` inputs. */
function stripsOf(inputs: number, most: number): Strip[] {
  const count = Math.ceil(inputs / most)
  return Array.from({ length: count }, (_, i) => {
    const first = Math.floor((i * inputs) / count)
    return { first, inputs: Math.floor(((i + 1) * inputs) / count) - first }
  })
}
