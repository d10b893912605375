import { type CountedChoice, countChoice } from './count-choice.js'
import { sharesFills } from './fills.js'
import type { Estimates, ListedWay, ListedWays } from './listed-ways.js'
import { ModelErrors, OPTIMISM } from './model-errors.js'
import type { PassChoice } from './pass-choice.js'
import type { PassShape } from './pass-shape.js'
import type { ShapeChip } from './shape-chip.js'
import { SETTINGS, type Setting, type Way } from './way.js'
import type { PassLimits } from './ways.js'

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

/** What counting has told so far. */
interface Known {
  /** By way: cycles that the model tells; NaN when it has been counted. */
  readonly estimates: number[]
  readonly tried: Way[]
  counted: number
  readonly errors: ModelErrors
}

/**
 * The ways through some layers, the most promising first: they are ordered by a model and counted exactly one after the other, as
 * long as one promises to be cheaper than the best that has been counted.
 */
export class PassSearch {
  readonly #ways: readonly ListedWay[]
  readonly #first: Estimates
  /** What is known behind the first count. */
  #known: Known | undefined
  #best: CountedChoice | undefined
  /** Place of the way that promises most, −1 when all have been counted; undefined when it is to be looked for. */
  #promising: number | undefined

  constructor(
    readonly chip: ShapeChip,
    readonly shape: PassShape,
    listed: ListedWays,
    estimates: Estimates,
    readonly limits: PassLimits,
  ) {
    this.#ways = listed.ways
    this.#first = estimates
    this.#promising = estimates.place
  }

  /** Cycles of the best way, counted or not; infinite when the banks are too small for all. */
  get promise(): number {
    if (this.#best !== undefined && this.settled) return this.#best.cycles
    if (this.#known === undefined) return this.#first.least * OPTIMISM
    const next = this.#next()
    return next < 0 ? Infinity : this.#expected(next)
  }

  /** Whether no other way promises to be cheaper than the best. */
  get settled(): boolean {
    const next = this.#next()
    if (next < 0) return true
    if (this.#best === undefined) return false
    return (
      this.#known!.counted >= (this.limits.batch > 1 ? COUNTED_MAX : COUNTED_MAX_ONE) ||
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

  /** Looks at ways that promise about as much as the best, one of each order, then keeps each other setting that makes it cheaper. */
  refine(): CountedChoice | undefined {
    if (this.#best === undefined) return undefined
    for (const order of ORDERS) {
      if (order === this.#best.way.choice.order) continue
      const next = this.#nextOf(order)
      if (next < 0) continue
      if (this.#expected(next) < nearFactor(this.limits.batch) * this.#best.cycles) this.#count(next)
    }
    for (const setting of SETTINGS) {
      const way = this.#best!.way.moved(setting)
      if (this.#isWorth(way, setting) && !this.#known!.tried.includes(way)) this.#try(way)
    }
    return this.#best
  }

  /** Whether another setting may make the best way cheaper. */
  #isWorth({ choice }: Way, setting: Setting): boolean {
    const {
      limits: { batch, resident },
      shape: { plans },
    } = this
    const withLevels = choice.style === 'level'
    if (withLevels && plans.level === plans.repeat) return false
    // Only another style brings fewer loads
    if (setting !== 'style' && this.streamBound) return false
    if (setting !== 'dense' && resident !== undefined) return false
    // With one input there is little to move
    if (setting === 'ahead') return batch > 1
    return setting !== 'dense' || sharesFills(this.chip, plans[choice.style])
  }

  /** Moves the loads of the best way forward where the array and the stream wait for each other, if that makes it cheaper. @param cycles - of all passes */
  hoist(cycles: number): CountedChoice | undefined {
    const best = this.#best
    if (best === undefined || best.way.choice.ahead || this.limits.resident !== undefined) return best
    if (best.cycles - Math.max(best.beats, best.array) > HOIST_SHARE * cycles)
      this.#try(best.way.moved('ahead'))
    return this.#best
  }

  /** Counts ways until none promises more than the best. */
  settle(): void {
    while (!this.settled) this.#count(this.#next())
  }

  /** Counts one of the ways that are left. */
  #count(place: number): void {
    const { way, base } = this.#ways[place]
    this.#known ??= {
      estimates: this.#first.cycles.slice(),
      tried: [],
      counted: 0,
      errors: new ModelErrors(),
    }
    const { estimates, errors } = this.#known
    const estimate = estimates[place]
    estimates[place] = Number.NaN
    this.#promising = undefined
    const counted = this.#try(way)
    if (counted === undefined) return
    this.#known.counted++
    errors.add(base, way.choice.order, counted.cycles / estimate)
  }

  #try(way: Way): CountedChoice | undefined {
    this.#known!.tried.push(way)
    const counted = countChoice(this.chip, way, this.limits.batch)
    if (counted !== undefined && counted.cycles < (this.#best?.cycles ?? Infinity)) this.#best = counted
    return counted
  }

  /** Place of the way that promises most; −1 when all have been counted. */
  #next(): number {
    this.#promising ??= this.#nextOf(undefined)
    return this.#promising
  }

  /** Likewise of one order. */
  #nextOf(order: PassChoice['order'] | undefined): number {
    let best = -1
    let least = Infinity
    for (let i = 0; i < this.#ways.length; i++) {
      if (order !== undefined && this.#ways[i].way.choice.order !== order) continue
      const expected = this.#expected(i)
      // NaN is not
      if (!(expected < least)) continue
      best = i
      least = expected
    }
    return best
  }

  /** Cycles of a way. */
  #expected(place: number): number {
    if (this.#known === undefined) return this.#first.cycles[place] * OPTIMISM
    const { estimates, errors } = this.#known
    const { base, way } = this.#ways[place]
    return estimates[place] * errors.of(base, way.choice.order)
  }
}
