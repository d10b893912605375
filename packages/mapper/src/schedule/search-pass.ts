import type { ChipConfig } from '@concord/arch'
import { type CountedChoice, countChoice } from './count-choice.js'
import { sharesFills } from './fills.js'
import { type PassChoice, sameChoice } from './pass-choice.js'
import type { StyledModels } from './pass-model.js'
import type { PassShape } from './pass-shape.js'
import { MOVES, type PassLimits, type Way, waysThrough } from './ways.js'

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
const HOIST_SHARE = 0.01

const ORDERS = ['layer', 'line', 'row'] as const

/** Factor by which a way or a cut may promise to be dearer and is still counted. */
export function nearFactor(batch: number): number {
  return batch > 1 ? NEAR : NEAR_ONE
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
    readonly shape: PassShape,
    models: StyledModels,
    readonly limits: PassLimits,
  ) {
    this.#ways = waysThrough(config, shape.plans, models, limits)
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
    const {
      limits,
      shape: { plans },
    } = this
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
    const counted = countChoice(this.config, this.shape, choice, this.limits.batch)
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
