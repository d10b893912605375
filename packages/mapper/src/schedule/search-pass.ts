import type { ChipConfig } from '@concord/arch'
import type { MapShape } from '../network/network.js'
import { sharesFills } from './fills.js'
import type { LayerPlan } from './layer-plan.js'
import { NoBankError } from './pass-builder.js'
import { countPass, type PassChoice, type StyledPlans } from './pass-choice.js'
import { PassModel, type StyledModels } from './pass-model.js'

/** A way through a pass and what it costs. */
export interface CountedChoice {
  readonly choice: PassChoice
  /** Cycles of the batch; of large ones from what one more round takes. */
  readonly cycles: number
  /** Stream beats in and out of the batch, likewise. */
  readonly beats: number
  /** Cycles in which the array issues words or waits for the post unit, likewise. */
  readonly array: number
}

/** What the caller insists on. */
export interface PassLimits {
  readonly batch: number
  /** Inputs that go through a layer together; then loads stay where they are used. */
  readonly resident?: number
}

export const START = { dense: false, ahead: false, style: 'repeat' } as const

/** The model tells less than counting does, by about this much: a way that has not been counted must promise so much more. */
const OPTIMISM = 1.03
/** Error of the model that ways of one order are taken to have in common, at most. */
const ERROR_MAX = 1.12
/** Ways of a pass that are counted at most, for a batch and for one input, which leaves little to choose. */
const COUNTED_MAX = 10
const COUNTED_MAX_ONE = 4

/** Cycles by beats up to which a pass counts as bound by the stream. */
const STREAM_BOUND = 1.01
/** Ways of another order are counted where they promise to be dearer by this factor at most; likewise. */
const NEAR = 1.4
const NEAR_ONE = 1.15
/** Loads of the last cut are moved forward where the array and the stream wait for each other for this share of all cycles. */
const HOIST_SHARE = 0.03

/** Factor by which a way or a cut may promise to be dearer and is still counted. */
export function nearFactor(batch: number): number {
  return batch > 1 ? NEAR : NEAR_ONE
}
const ORDERS = ['layer', 'line', 'row'] as const

export const MOVES: readonly ((choice: PassChoice) => PassChoice)[] = [
  (choice) => ({ ...choice, dense: !choice.dense }),
  (choice) => ({ ...choice, ahead: !choice.ahead }),
  (choice) => ({ ...choice, style: choice.style === 'repeat' ? 'level' : 'repeat' }),
]

function sameChoice(a: PassChoice, b: PassChoice): boolean {
  return (Object.keys(a) as (keyof PassChoice)[]).every((key) => a[key] === b[key])
}

interface Way {
  readonly choice: PassChoice
  /** Ways that differ in their settings only have the same. */
  readonly base: number
  readonly estimate: number
}

/**
 * The ways through some layers, the most promising first: they are ordered by a model and counted exactly one after the other, as
 * long as one promises to be cheaper than the best that has been counted.
 */
export class PassSearch {
  /** By falling promise; those that have been counted are gone. */
  readonly #ways: Way[]
  readonly #tried: PassChoice[] = []
  #counted = 0
  #best: CountedChoice | undefined
  /** Cycles by estimate of ways that have been counted, by base and by order. */
  readonly #errors = new Map<number, number>()
  readonly #commonErrors = new Map<PassChoice['order'], number>()

  constructor(
    readonly config: ChipConfig,
    readonly plans: StyledPlans,
    models: StyledModels,
    readonly limits: PassLimits,
  ) {
    this.#ways = waysThrough(config, plans, models, limits)
  }

  /** Cycles of the best way, counted or not; infinite when the banks are too small for all. */
  get promise(): number {
    if (this.#best !== undefined && this.settled) return this.#best.cycles
    const next = this.#next()
    return next === undefined ? Infinity : this.#expected(next)
  }

  /** Whether no other way promises to be cheaper than the best. */
  get settled(): boolean {
    const next = this.#next()
    if (next === undefined) return true
    if (this.#best === undefined) return false
    return (
      this.#counted >= (this.limits.batch > 1 ? COUNTED_MAX : COUNTED_MAX_ONE) ||
      this.#expected(next) >= this.#best.cycles
    )
  }

  get best(): CountedChoice | undefined {
    return this.#best
  }

  /** Whether the stream never rests, so that no order of the same loads is cheaper. */
  get streamBound(): boolean {
    return this.#best !== undefined && this.#best.cycles <= STREAM_BOUND * this.#best.beats
  }

  /** Whether ways whose loads go forward are among those that are compared; with one input there is little to move. */
  get #hoists(): boolean {
    return this.limits.batch > 1
  }

  /** Looks at ways that promise about as much as the best, one of each order, then keeps each other setting that makes it cheaper. */
  refine(): CountedChoice | undefined {
    const { limits, plans } = this
    if (this.#best === undefined) return undefined
    for (const order of ORDERS) {
      const next = this.#next(order)
      if (next === undefined || order === this.#best.choice.order) continue
      if (this.#expected(next) < nearFactor(limits.batch) * this.#best.cycles)
        this.#count(this.#ways.indexOf(next))
    }
    for (const [i, move] of MOVES.entries()) {
      // Only another style brings fewer loads
      if (this.streamBound && i < MOVES.length - 1) continue
      if (i > 0 && limits.resident !== undefined) break
      const choice = move(this.#best!.choice)
      if (choice.ahead !== this.#best!.choice.ahead && !this.#hoists) continue
      if (choice.style === 'level' && plans.level === plans.repeat) continue
      if (choice.dense !== this.#best!.choice.dense && !sharesFills(this.config, plans[choice.style]))
        continue
      if (this.#tried.some((other) => sameChoice(choice, other))) continue
      this.#try(choice)
    }
    return this.#best
  }

  /** Moves the loads of the best way forward where the array and the stream wait for each other, if that makes it cheaper. @param cycles - of all passes */
  hoist(cycles: number): CountedChoice | undefined {
    const best = this.#best
    if (best === undefined || best.choice.ahead || this.limits.resident !== undefined) return best
    if (best.cycles - Math.max(best.beats, best.array) > HOIST_SHARE * cycles)
      this.#try({ ...best.choice, ahead: true })
    return this.#best
  }

  /** Counts ways until none promises more than the best. */
  settle(): void {
    while (!this.settled) {
      this.#count(this.#ways.indexOf(this.#next()!))
    }
  }

  /** Counts one of the ways that are left. */
  #count(place: number): void {
    const [{ choice, base, estimate }] = this.#ways.splice(place, 1)
    const counted = this.#try(choice)
    if (counted === undefined) return
    this.#counted++
    const error = counted.cycles / estimate
    this.#errors.set(base, error)
    const common = Math.max(1, Math.min(ERROR_MAX, error), this.#commonErrors.get(choice.order) ?? 0)
    this.#commonErrors.set(choice.order, common)
  }

  #try(choice: PassChoice): CountedChoice | undefined {
    this.#tried.push(choice)
    const counted = countChoice(this.config, this.plans, choice, this.limits.batch)
    if (counted !== undefined && counted.cycles < (this.#best?.cycles ?? Infinity)) this.#best = counted
    return counted
  }

  /** The way that promises most, of one order or of all. */
  #next(order?: PassChoice['order']): Way | undefined {
    let best: Way | undefined
    let least = Infinity
    for (const way of this.#ways) {
      if (order !== undefined && way.choice.order !== order) continue
      const expected = this.#expected(way)
      if (expected >= least) continue
      best = way
      least = expected
    }
    return best
  }

  /** Cycles of a way: ways of one order go wrong alike. */
  #expected({ choice, base, estimate }: Way): number {
    return estimate * (this.#errors.get(base) ?? this.#commonErrors.get(choice.order) ?? OPTIMISM)
  }
}

/** Counts a batch, a large one from a few rounds, of which each more is taken to cost the same; undefined when the banks are too small. */
export function countChoice(
  config: ChipConfig,
  plans: StyledPlans,
  choice: PassChoice,
  batch: number,
): CountedChoice | undefined {
  const unit = 'resident' in choice ? choice.resident : choice.order === 'row' ? choice.most : 1
  const counted = Math.min(batch, ROUNDS * unit)
  try {
    const { clock, rounds } = countPass(config, plans, choice, counted)
    let { cycles, beats } = clock
    const array = (clock.array * batch) / counted
    for (const series of rounds.values()) {
      if (counted === batch) break
      const [before, , last] = series.slice(-3)
      const more = (batch - counted) / (2 * unit)
      cycles += more * (last.end - before.end)
      beats += more * (last.beats - before.beats)
    }
    return { choice, cycles, beats, array }
  } catch (error) {
    if (error instanceof NoBankError) return undefined
    throw error
  }
}

/** Rounds that are counted one by one: results wait in the banks for the store engine until that shows. */
const ROUNDS = 4

/** Ways that the banks do not rule out, in the settings that the model tells apart. */
function waysThrough(
  config: ChipConfig,
  { repeat }: StyledPlans,
  models: StyledModels,
  { batch, resident }: PassLimits,
): Way[] {
  const model = new PassModel(config, models)
  const ways: Way[] = []
  let base = 0
  const add = (common: PassChoice): boolean => {
    const found = ways.length
    base++
    for (const dense of model.packingKeeps ? [false, true] : [false]) {
      for (const ahead of resident === undefined && batch > 1 ? [false, true] : [false]) {
        const choice = { ...common, dense, ahead }
        const estimate = model.estimate(choice, batch)
        if (estimate < Infinity) ways.push({ choice, base, estimate })
      }
    }
    return ways.length > found
  }
  for (const choice of layerChoices(config, repeat, batch, resident)) add(choice)
  if (resident !== undefined) return ways
  for (const choice of rowChoices(config, repeat, batch)) add(choice)
  let possible = 0
  for (const choices of lineChoices(config, repeat)) {
    if (choices.filter(add).length > 0 && ++possible === PARTS_TRIED) break
  }
  return ways
}

/** Numbers of parts that are tried, the smallest first: each border is made twice. */
const PARTS_TRIED = 3

function* layerChoices(
  config: ChipConfig,
  plans: readonly LayerPlan[],
  batch: number,
  resident: number | undefined,
): Generator<PassChoice> {
  const common = { ...START, order: 'layer' } as const
  if (resident !== undefined) {
    yield { ...common, resident }
    return
  }
  const between = plans.slice(0, -1).map((plan) => mapWords(plan.result, plan.outWords))
  const [first] = plans
  if (between.length === 0) between.push(Math.min(config.actWords, mapWords(first.input, first.inWords)))
  const most = Math.min(Math.floor(config.actWords / Math.max(...between)), batch)
  for (const inputs of residents(config, most)) yield { ...common, resident: inputs }
}

/** Numbers of resident inputs that are tried, the largest first. */
export function residents({ accDepth }: ChipConfig, most: number): number[] {
  const halves = Array.from({ length: 9 }, (_, i) => Math.ceil(most / 2 ** i))
  const strips = [1, 2, 3, 4, 6, 8].map((n) => n * accDepth)
  return [...new Set([...halves, ...strips].filter((n) => n >= 1 && n <= most))].sort((a, b) => b - a)
}

/** By number of parts. */
function* lineChoices({ actBanks }: ChipConfig, plans: readonly LayerPlan[]): Generator<PassChoice[]> {
  const { result } = plans[plans.length - 1]
  if (plans.length < 2 || plans.length > actBanks || result.height === 1) return
  for (const parts of partCounts(result.height)) {
    yield [1, 2].flatMap((lines) =>
      [2, 64].map((firstLines): PassChoice => ({ ...START, order: 'line', parts, lines, firstLines })),
    )
  }
}

function* rowChoices(
  config: ChipConfig,
  [plan, ...others]: readonly LayerPlan[],
  batch: number,
): Generator<PassChoice> {
  if (others.length > 0) return
  const most = Math.floor(config.actWords / mapWords(plan.input, plan.inWords))
  for (const inputs of residents(config, Math.max(1, Math.min(most, batch))))
    yield { ...START, order: 'row', most: inputs }
}

/** Words of a whole map. */
function mapWords({ width, height }: MapShape, pixelWords: number): number {
  return width * height * pixelWords
}

/** 1, 2, 3, 4, 6, 8, 12 …: numbers of parts of a map that are tried. */
function partCounts(size: number): number[] {
  const counts = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64].filter((n) => n < size)
  return [...new Set([...counts, size])]
}
