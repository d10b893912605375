import type { ChipConfig, Program } from '@concord/arch'
import { MappingError } from '../errors.js'
import type { PlaneNetwork } from '../planes/plane-network.js'
import { type Emitted, emit, PayloadCache } from './emit.js'
import { estimateCycles } from './estimate.js'
import { type LayerPlan, largestInput, planLayers } from './layer-plan.js'
import { orderOperations, type ScheduleChoice } from './order.js'
import type { SplitStyle } from './steps.js'

/** Exact cycles of a stream on a chip; `countCycles` of the simulator fits. */
export type CycleCount = (config: ChipConfig, stream: Program['stream']) => { readonly cycles: number }

export interface ScheduleOptions {
  /** Inputs that an execution handles. @defaultValue enough that starting up costs little */
  readonly batch?: number
  /** Inputs on the chip together. @defaultValue searched */
  readonly resident?: number
  /** Cost function of the search. @defaultValue a rough estimate */
  readonly countCycles?: CycleCount
}

/** A chosen schedule. */
export interface Schedule {
  readonly plans: readonly LayerPlan[]
  readonly choice: ScheduleChoice
  readonly style: SplitStyle
  readonly emitted: Emitted
}

/** COUNT and ORIGIN hold this many pixels a line. */
const RESIDENT_MAX = 2047
const BATCH_MIN = 16
const BATCH_MAX = 1000
/** Rounds that an execution has at least when the batch is chosen here and is large. */
const ROUNDS_MIN = 4
const STREAM_BYTES_MAX = 1 << 20
/** Share of the cycles that starting up may cost when the batch is chosen here. */
const STARTUP_SHARE = 0.02

type Settings = Omit<ScheduleChoice, 'batch'> & { readonly style: SplitStyle }

/** Finds the schedule with the fewest cycles an input. */
export function searchSchedule(
  config: ChipConfig,
  network: PlaneNetwork,
  options: ScheduleOptions,
): Schedule {
  const search = new Search(config, network, options)
  const settings = search.best()
  const batch = options.batch ?? search.chooseBatch(settings)
  return search.build(settings, batch)
}

class Search {
  readonly #plans: Readonly<Record<SplitStyle, readonly LayerPlan[]>>
  readonly #payloads: PayloadCache
  readonly #residentMax: number

  constructor(
    readonly config: ChipConfig,
    network: PlaneNetwork,
    readonly options: ScheduleOptions,
  ) {
    this.#plans = {
      repeat: planLayers(config, network, 'repeat'),
      level: planLayers(config, network, 'level'),
    }
    this.#payloads = new PayloadCache(config)
    this.#residentMax = residentMax(config, this.#plans.repeat, options)
  }

  /** Varies one setting after the other, starting with the number of resident inputs. */
  best(): Settings {
    const layers = this.#plans.repeat.length
    const last = layers - 1
    const prefetches: Settings['prefetch'][] =
      this.config.actBanks > 2 ? ['spread', ...range(0, last)] : [last]
    const start: Settings = {
      resident: this.#residentMax,
      dense: true,
      prefetch: prefetches[0],
      style: 'repeat',
    }
    const moves: ((settings: Settings) => Settings[])[] = [
      (s) => this.#residents().map((resident) => ({ ...s, resident })),
      (s) => [false, true].map((dense) => ({ ...s, dense })),
      (s) => this.#styles().map((style) => ({ ...s, style })),
      (s) => prefetches.map((prefetch) => ({ ...s, prefetch })),
      (s) => this.#residents().map((resident) => ({ ...s, resident })),
    ]
    return moves.reduce((settings, move) => this.#cheapest(move(settings)), start)
  }

  /** Whole resident batches, so many that starting up is a small share. */
  chooseBatch(settings: Settings): number {
    const { resident } = settings
    const two = this.build(settings, 2 * resident)
    const three = this.build(settings, 3 * resident)
    const round = this.#cycles(three) - this.#cycles(two)
    const startup = this.#cycles(two) - 2 * round
    const roundBytes = three.emitted.stream.length - two.emitted.stream.length
    const wanted = Math.ceil(startup / (STARTUP_SHARE * round))
    const most = Math.min(Math.floor(STREAM_BYTES_MAX / roundBytes), Math.floor(BATCH_MAX / resident))
    return resident * Math.max(1, Math.min(Math.max(wanted, Math.ceil(BATCH_MIN / resident)), most))
  }

  build({ style, ...settings }: Settings, batch: number): Schedule {
    const plans = this.#plans[style]
    const choice = { ...settings, batch }
    const operations = orderOperations(this.config, plans, choice)
    return { plans, choice, style, emitted: emit(this.config, plans, operations, this.#payloads) }
  }

  #cheapest(candidates: readonly Settings[]): Settings {
    if (candidates.length === 1) return candidates[0]
    const costs = candidates.map((settings) => this.#cyclesAnInput(settings))
    return candidates[costs.indexOf(Math.min(...costs))]
  }

  /** Cycles an input, in the steady state unless the batch is given and small. */
  #cyclesAnInput(settings: Settings): number {
    const { resident } = settings
    const { batch } = this.options
    if (batch !== undefined && batch <= 3 * resident) {
      return this.#cycles(this.build(settings, batch)) / batch
    }
    const two = this.#cycles(this.build(settings, 2 * resident))
    const four = this.#cycles(this.build(settings, 4 * resident))
    return (four - two) / (2 * resident)
  }

  #cycles({ plans, choice, emitted }: Schedule): number {
    const { countCycles } = this.options
    if (countCycles !== undefined) return countCycles(this.config, emitted.stream).cycles
    const operations = orderOperations(this.config, plans, choice)
    return estimateCycles(this.config, plans, operations, emitted.stream.length)
  }

  /** Numbers of resident inputs worth trying. */
  #residents(): number[] {
    if (this.options.resident !== undefined) return [this.#residentMax]
    const most = this.#residentMax
    const depth = this.config.accDepth
    const powers = range(0, Math.floor(Math.log2(most))).map((e) => 2 ** e)
    const strips = range(1, Math.min(4, Math.floor(most / depth))).map((n) => n * depth)
    return [...new Set([...powers, ...strips, most])].sort((a, b) => b - a)
  }

  #styles(): SplitStyle[] {
    const same = this.#plans.repeat.every(
      ({ issuedWords, stepPlan }, i) =>
        issuedWords === this.#plans.level[i].issuedWords &&
        stepPlan.steps.length === this.#plans.level[i].stepPlan.steps.length,
    )
    return same ? ['repeat'] : ['repeat', 'level']
  }
}

function residentMax(config: ChipConfig, plans: readonly LayerPlan[], options: ScheduleOptions): number {
  const words = largestInput(plans)
  const most = Math.min(Math.floor(config.actWords / words), RESIDENT_MAX)
  if (most < 1) {
    const widest = plans.find(({ inWords, outWords }) => Math.max(inWords, outWords) === words)!
    throw new MappingError(
      `layer ${widest.plane.layer.name} on chip ${config.name}`,
      `one input takes ${words} words of an activation bank (${config.lanes} lanes), actWords is ${config.actWords}`,
      `use a chip with actWords of at least ${words}, or with more lanes`,
    )
  }
  const { batch, resident } = options
  if (batch !== undefined && !(Number.isInteger(batch) && batch >= 1)) {
    throw new MappingError('batch', `${batch} is not a whole number from 1`, 'choose another batch')
  }
  if (resident !== undefined && !(Number.isInteger(resident) && resident >= 1 && resident <= most)) {
    throw new MappingError('resident', `${resident} is not in 1..${most}`, 'choose fewer resident inputs')
  }
  return resident ?? Math.min(most, batch ?? BATCH_MAX / ROUNDS_MIN)
}

function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i)
}
