import type { ChipConfig, HostTensor, Slot } from '@concord/arch'
import { MappingError } from '../errors.js'
import type { PlaneNetwork } from '../planes/plane-network.js'
import { BATCH_TRIED, chooseBatch } from './choose-batch.js'
import { CutTable } from './cut-table.js'
import { type Part, settleNear } from './cuts.js'
import { emit } from './emit.js'
import { hostTensors } from './host-tensors.js'
import type { LayerPlan } from './layer-plan.js'
import { NetworkFamily } from './network-family.js'
import type { NetworkShape } from './network-shape.js'
import { orderPass, type PassChoice } from './pass-choice.js'
import { PassPromises } from './pass-promises.js'
import { searchWide } from './search-wide.js'
import { ShapeChip } from './shape-chip.js'
import { passLimits } from './ways.js'
import { tooFewBanks } from './wide-banks.js'
import { hasWide } from './wide-layers.js'
import { checkWideRoom } from './wide-room.js'
import { PassWriter, PayloadCache, type Range } from './write-pass.js'

export interface ScheduleOptions {
  /** Inputs that an execution handles. @defaultValue enough that starting up costs little */
  readonly batch?: number
  /** Inputs that go through all layers together, in one pass. @defaultValue searched */
  readonly resident?: number
  /** Every layer's result comes back to the host. */
  readonly storeAll?: boolean
  /** Everything goes through the chip in one pass. */
  readonly onePass?: boolean
}

/** A pass as it was written. */
export interface WrittenPass {
  readonly choice: PassChoice
  readonly plans: readonly LayerPlan[]
  readonly stream: Uint8Array
  readonly inputs: readonly Slot[]
  readonly outputs: readonly Slot[]
  readonly outputBytes: number
  /** Instructions of each of its layers. */
  readonly ranges: ReadonlyMap<LayerPlan, readonly Range[]>
}

/** A chosen schedule. */
export interface Schedule {
  readonly batch: number
  readonly tensors: readonly HostTensor[]
  readonly passes: readonly WrittenPass[]
}

/** Cuts whose passes are counted, before one of those must do. */
const CUTS_MAX = 4

/**
 * Finds the passes and their orders with the fewest cycles an input.
 *
 * @throws MappingError naming the layer that fits no bank
 */
export function searchSchedule(
  config: ChipConfig,
  network: PlaneNetwork,
  options: ScheduleOptions,
): Schedule {
  const search = new Search(ShapeChip.of(config), network, options)
  const { parts, batch } = search.choose()
  return search.write(parts, batch)
}

/** Finds how a network goes through a chip. */
export class Search {
  readonly config: ChipConfig
  readonly shape: NetworkShape

  constructor(
    readonly chip: ShapeChip,
    readonly network: PlaneNetwork,
    readonly options: ScheduleOptions,
  ) {
    this.config = chip.config
    this.shape = NetworkFamily.of(chip, network).shape(chip, network)
  }

  /**
   * The passes and the batch.
   *
   * @throws MappingError naming the layer that fits no bank
   */
  choose(): { readonly parts: readonly Part[]; readonly batch: number } {
    const { batch, resident } = this.options
    for (const [name, value] of Object.entries({ batch, resident })) {
      if (value === undefined || (Number.isInteger(value) && value >= 1)) continue
      throw new MappingError(name, `${value} is not a whole number from 1`, `choose another ${name}`)
    }
    const parts = this.parts(batch ?? Math.max(BATCH_TRIED, resident ?? 1))
    return {
      parts,
      batch: batch ?? chooseBatch(this.chip, parts),
    }
  }

  /**
   * The cheapest cut of the layers into passes.
   *
   * What the passes promise decides the cut; those of the best cut are counted until it stands.
   */
  parts(batch: number): Part[] {
    if (hasWide(this.network)) return [this.#widePart(batch)]
    const table = this.#table(batch)
    for (let tries = 0; ; tries++) {
      const cut = table.cheapest(tries < CUTS_MAX)
      if (cut === undefined) throw this.#noCut()
      const open = cut.filter((pass) => !pass.settled)
      if (open.length === 0) return settleNear(table, cut, batch)
      for (const pass of open) pass.settle()
    }
  }

  /** All passes that layers can be. */
  #table(batch: number): CutTable {
    const { chip, shape } = this
    const { storeAll, resident } = this.options
    const onePass = this.options.onePass || resident !== undefined
    const times = { layers: shape.timesOn(chip), queueDepth: this.config.queueDepth }
    const context = { chip, shape, limits: passLimits(batch, resident), times }
    const end = this.network.layers.length - 1
    const lowest: number[] = []
    const highest: number[] = []
    for (let last = 0; last <= end; last++) {
      const joined = last > 0 && !storeAll && shape.joins[last - 1]
      lowest.push(joined ? lowest[last - 1] : last)
      highest.push(!onePass ? last : last === end ? 0 : -1)
    }
    return new CutTable(new PassPromises(context, shape.floorsOn(chip, batch)), lowest, highest)
  }

  #noCut(): MappingError {
    const { resident } = this.options
    if (resident !== undefined) {
      const why = `${resident} inputs do not fit a bank together`
      return new MappingError('resident', why, 'choose fewer resident inputs')
    }
    const { onePass } = this.options
    const why = onePass ? 'its maps do not fit the banks in one pass' : 'its maps do not fit the banks'
    const fix = `use a chip with more actWords${onePass ? ', or allow several passes' : ''}`
    return new MappingError(`network on chip ${this.config.name}`, why, fix)
  }

  write(parts: readonly Part[], batch: number): Schedule {
    const ends = parts.map(({ first, last, counted }) => ({
      ...{ first, last },
      sendsAll: counted.way.choice.order === 'wide' && counted.way.choice.sendsAll,
    }))
    const { tensors, ofPass } = hostTensors(this.config, this.network, this.shape.plans.repeat, ends)
    const payloads = new PayloadCache(this.config)
    const passes = parts.map(({ first, last, counted }, i): WrittenPass => {
      const styled = this.shape.pass(first, last).plans
      const plans = styled[counted.way.choice.style]
      const writer = new PassWriter(this.config, ofPass[i], payloads)
      emit(orderPass(this.chip, styled, counted.way.choice, batch), writer)
      const { inputs, outputs, outputBytes, ranges } = writer
      return {
        choice: counted.way.choice,
        plans,
        stream: writer.bytes(),
        inputs,
        outputs,
        outputBytes,
        ranges,
      }
    })
    return { batch, tensors, passes }
  }

  /** Everything in one pass, since wide values stay on the chip. */
  #widePart(batch: number): Part {
    const last = this.network.layers.length - 1
    const shape = this.shape.pass(0, last)
    const most = checkWideRoom(this.chip, shape.plans.repeat, this.network)
    const { resident, storeAll } = this.options
    if (resident !== undefined && resident > most) {
      const why = `${resident} inputs do not fit the banks together, ${most} do`
      throw new MappingError('resident', why, 'choose fewer resident inputs')
    }
    const sendsAll = storeAll === true
    const counted = searchWide(this.chip, shape, { batch, resident, most, sendsAll })
    if (counted === undefined) throw tooFewBanks(this.config)
    return { first: 0, last, counted }
  }
}
