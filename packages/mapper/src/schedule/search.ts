import type { ChipConfig, Program } from '@concord/arch'
import { MappingError } from '../errors.js'
import type { PlaneNetwork } from '../planes/plane-network.js'
import { type Emitted, emit, PayloadCache } from './emit.js'
import { estimateCycles } from './estimate.js'
import { type LayerPlan, planLayers } from './layer-plan.js'
import type { Operation } from './operation.js'
import { orderOperations, type ScheduleChoice } from './order.js'
import { residentCandidates } from './residents.js'
import type { SplitStyle } from './steps.js'

/** Exact cycles of a stream on a chip; `countCycles` of the simulator fits. */
export type CycleCount = (config: ChipConfig, stream: Program['stream']) => { readonly cycles: number }

export interface ScheduleOptions {
  /** Inputs that an execution handles. @defaultValue enough that starting up costs little */
  readonly batch?: number
  /** Inputs that go through a layer together. @defaultValue searched */
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

const BATCH_MIN = 16
const BATCH_MAX = 1000
/** Rounds that an execution has at least when the batch is chosen here and is large. */
const ROUNDS_MIN = 4
const STREAM_BYTES_MAX = 1 << 20
/** Share of the cycles that starting up may cost when the batch is chosen here. */
const STARTUP_SHARE = 0.02

/** Operations that may be counted exactly; then the best so far is taken. */
const COUNTED_OPERATIONS_MAX = 25_000
/** Operations of a round from which on fewer rounds are counted. */
const LONG_ROUND = 2000

type Settings = Omit<ScheduleChoice, 'batch'> & { readonly style: SplitStyle }

/** Cycles of a schedule of some batch. */
type Count = (settings: Settings, batch: number) => number

/** Finds the schedule with the fewest cycles an input. */
export function searchSchedule(
  config: ChipConfig,
  network: PlaneNetwork,
  options: ScheduleOptions,
): Schedule {
  const search = new Search(config, network, options)
  const settings = search.best()
  return search.build(settings, options.batch ?? search.chooseBatch(settings))
}

class Search {
  readonly #plans: Readonly<Record<SplitStyle, readonly LayerPlan[]>>
  readonly #payloads: PayloadCache
  readonly #residents: readonly number[]
  readonly #counts = new Map<string, number>()
  #counted = 0

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
    const { batch, resident } = options
    if (batch !== undefined && !(Number.isInteger(batch) && batch >= 1)) {
      throw new MappingError('batch', `${batch} is not a whole number from 1`, 'choose another batch')
    }
    const most = batch ?? BATCH_MAX / ROUNDS_MIN
    this.#residents = residentCandidates(config, this.#plans.repeat, resident, most)
  }

  /** Varies one setting after the other; the estimate says in which order the numbers of resident inputs are tried. */
  best(): Settings {
    const last = this.#plans.repeat.length - 1
    const overlap = this.config.actBanks > 2
    const prefetches: Settings['prefetch'][] = overlap ? [last, 'spread', ...range(0, last - 1)] : [last]
    const start: Settings = { resident: 1, dense: true, prefetch: last, style: 'repeat' }
    const rough = this.#residents
      .map((resident) => ({ ...start, resident }))
      .map((settings) => ({ settings, cost: this.#cyclesAnInput(settings, this.#estimate) }))
      .sort((a, b) => a.cost - b.cost)
    const residents = rough.map(({ settings }) => settings.resident)
    const moves: ((settings: Settings) => Settings[])[] = [
      (s) =>
        residents.flatMap((resident) =>
          prefetches.slice(0, 2).map((prefetch) => ({ ...s, resident, prefetch })),
        ),
      (s) => [true, false].map((dense) => ({ ...s, dense })),
      (s) => this.#styles().map((style) => ({ ...s, style })),
      (s) => [...new Set([s.prefetch, ...prefetches])].map((prefetch) => ({ ...s, prefetch })),
      (s) => [...new Set([s.resident, ...residents])].map((resident) => ({ ...s, resident })),
    ]
    return moves.reduce((settings, move) => this.#cheapest(move(settings)), start)
  }

  /** Whole rounds, so many that starting up is a small share. */
  chooseBatch(settings: Settings): number {
    const { resident } = settings
    const two = this.#count(settings, 2 * resident)
    const round = this.#count(settings, 3 * resident) - two
    const wanted = Math.ceil((two - 2 * round) / (STARTUP_SHARE * round))
    const bytes = (rounds: number) => this.build(settings, rounds * resident).emitted.stream.length
    const roundBytes = bytes(2) - bytes(1)
    const most = Math.min(Math.floor(STREAM_BYTES_MAX / roundBytes), Math.floor(BATCH_MAX / resident))
    return resident * Math.max(1, Math.min(Math.max(wanted, Math.ceil(BATCH_MIN / resident)), most))
  }

  build(settings: Settings, batch: number): Schedule {
    const { style, ...choice } = settings
    const plans = this.#plans[style]
    const emitted = emit(this.config, plans, this.#operations(settings, batch), this.#payloads)
    return { plans, choice: { ...choice, batch }, style, emitted }
  }

  #operations({ style, ...choice }: Settings, batch: number): Operation[] {
    return orderOperations(this.config, this.#plans[style], { ...choice, batch })
  }

  readonly #estimate: Count = (settings, batch) =>
    estimateCycles(this.config, this.#plans[settings.style], this.#operations(settings, batch))

  readonly #count: Count = (settings, batch) => {
    const { countCycles } = this.options
    if (countCycles === undefined) return this.#estimate(settings, batch)
    const key = JSON.stringify([settings, batch])
    const known = this.#counts.get(key)
    if (known !== undefined) return known
    this.#counted += this.#operations(settings, batch).length
    const { cycles } = countCycles(this.config, this.build(settings, batch).emitted.stream)
    this.#counts.set(key, cycles)
    return cycles
  }

  /** The best of some settings, of which the first are the present ones; counts while the budget lasts. */
  #cheapest(candidates: readonly Settings[]): Settings {
    let best = candidates[0]
    let least = Infinity
    for (const settings of candidates.length > 1 ? candidates : []) {
      if (this.#counted > COUNTED_OPERATIONS_MAX) break
      const cost = this.#cyclesAnInput(settings, this.#count)
      if (cost < least) [best, least] = [settings, cost]
    }
    return best
  }

  /** Cycles an input of the batch, or of a large one; many rounds are taken to be alike. */
  #cyclesAnInput(settings: Settings, count: Count): number {
    const { resident } = settings
    const batch = this.options.batch ?? BATCH_MAX
    const long = this.#operations(settings, resident).length > LONG_ROUND
    // results wait in the banks for the store engine; it takes a round a bank until that shows
    const [some, more] = long ? [1, 2] : [this.config.actBanks + 1, this.config.actBanks + 3]
    if (batch <= more * resident) return count(settings, batch) / batch
    const few = count(settings, some * resident)
    const round = (count(settings, more * resident) - few) / (more - some)
    return (few + (batch / resident - some) * round) / batch
  }

  #styles(): SplitStyle[] {
    const { repeat, level } = this.#plans
    const same = repeat.every(
      ({ issuedWords, stepPlan }, i) =>
        issuedWords === level[i].issuedWords && stepPlan.steps.length === level[i].stepPlan.steps.length,
    )
    return same ? ['repeat'] : ['repeat', 'level']
  }
}

function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i)
}
