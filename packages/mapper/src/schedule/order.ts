import type { ChipConfig } from '@concord/arch'
import { FreeBanks } from './act-banks.js'
import { type Fill, packFills, type PlacedTile } from './fills.js'
import type { LayerPlan } from './layer-plan.js'
import type { Operation } from './operation.js'
import { runRegisters, type Strip } from './run-registers.js'
import { WeightBanks } from './weight-banks.js'

/** The choices that make a schedule out of layer plans. */
export interface ScheduleChoice {
  /** Inputs that an execution handles. */
  readonly batch: number
  /** Inputs that are on the chip together. */
  readonly resident: number
  /** Put as many weight tiles into a bank as fit. */
  readonly dense: boolean
  /** The next inputs are loaded behind the weights of this layer. */
  readonly prefetchAfter: number
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
  let bank = order.loadInputs(0)
  for (let round = 0; round < rounds; round++) {
    let next: number | undefined
    for (const plan of plans) {
      bank = order.runLayer(plan, bank, order.inputsOf(round).length)
      if (plan.index === choice.prefetchAfter && round + 1 < rounds) next = order.loadInputs(round + 1)
    }
    order.store(bank, round)
    if (next !== undefined) bank = next
  }
  return order.operations
}

class Orderer {
  readonly operations: Operation[] = []
  readonly #fillOf = new Map<string, { readonly fill: Fill; readonly place: PlacedTile }>()
  readonly #acts: FreeBanks
  readonly #weights = new WeightBanks()

  constructor(
    readonly config: ChipConfig,
    readonly plans: readonly LayerPlan[],
    readonly choice: ScheduleChoice,
  ) {
    this.#acts = new FreeBanks(config.actBanks)
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

  loadInputs(round: number): number {
    const bank = this.#acts.take()
    this.operations.push({
      op: 'loadInputs',
      engine: 'load',
      banks: [bank],
      bank,
      inputs: this.inputsOf(round),
    })
    return bank
  }

  /** Runs a layer on the resident inputs; returns the bank of its results. */
  runLayer(plan: LayerPlan, inBank: number, inputs: number): number {
    const outBank = this.#acts.take()
    const { steps } = plan.stepPlan
    const strips = stripsOf(inputs, steps.length > 1 ? this.config.accDepth : inputs)
    for (const rowGroup of plan.rowGroups.keys()) {
      for (const strip of strips) {
        for (const index of steps.keys()) this.#runStep(plan, rowGroup, strip, index, inBank, outBank)
      }
    }
    this.#acts.release(inBank)
    return outBank
  }

  store(bank: number, round: number): void {
    this.operations.push({ op: 'store', engine: 'store', banks: [bank], bank, inputs: this.inputsOf(round) })
    this.#acts.release(bank)
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
