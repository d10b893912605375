import { type CountedChoice, countChoice } from './count-choice.js'
import { sharesFills } from './fills.js'
import type { ListedWays } from './listed-ways.js'
import type { PassPromises, SearchContext } from './pass-promises.js'
import type { PassShape } from './pass-shape.js'
import { SETTINGS, type Setting, type Way } from './way.js'
import { WayBids } from './way-bids.js'

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
  readonly context: SearchContext
  /** Place of the pass among the promises. */
  readonly #place: number
  /** Undefined as long as none is counted. */
  #bids: WayBids | undefined
  /** Ways that were counted, listed or not. */
  #countedWays: Way[] | undefined
  /** Of the listed ways, how many are counted. */
  #countedListed = 0
  #best: CountedChoice | undefined

  /** @param first, last - layers of the pass */
  constructor(
    readonly promises: PassPromises,
    readonly first: number,
    readonly last: number,
  ) {
    this.context = promises.context
    this.#place = last * promises.layers + first
  }

  get shape(): PassShape {
    return this.context.shape.pass(this.first, this.last)
  }

  /** Cycles that no way goes below. */
  get floor(): number {
    return this.promises.floors.all[this.#place]
  }

  /** What its ways promise. */
  get promise(): number {
    this.promises.list(this.#place)
    return this.promises.cycles[this.#place]
  }

  /** Whether no other way promises to be cheaper than the best. */
  get settled(): boolean {
    const bids = this.#bids
    if (bids === undefined) return this.#mostPromising < 0
    if (bids.next() < 0) return true
    if (this.#best === undefined) return false
    const most = this.context.limits.batch > 1 ? COUNTED_MAX : COUNTED_MAX_ONE
    return this.#countedListed >= most || bids.least >= this.#best.cycles
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
    const bids = this.#bids
    if (this.#best === undefined || bids === undefined) return undefined
    for (const order of ORDERS) {
      if (order === this.#best.way.choice.order) continue
      const next = bids.nextOf(order)
      if (next < 0) continue
      if (bids.expected(next) < nearFactor(this.context.limits.batch) * this.#best.cycles)
        this.#countListed(bids, next)
    }
    for (const setting of SETTINGS) {
      const way = this.#best!.way.moved(setting)
      if (this.#isWorth(way, setting) && !this.#countedWays?.includes(way)) this.#countWay(way)
    }
    this.#updatePromise()
    return this.#best
  }

  /** Whether another setting may make the best way cheaper. */
  #isWorth({ choice }: Way, setting: Setting): boolean {
    const { batch, resident } = this.context.limits
    const { plans } = this.shape
    if (choice.style !== 'repeat' && plans[choice.style] === plans.repeat) return false
    // Only levels and repeats bring different loads
    if (setting !== 'style' && this.streamBound) return false
    if (setting === 'both') return true
    if (setting !== 'dense' && resident !== undefined) return false
    // With one input there is little to move
    if (setting === 'ahead') return batch > 1
    return setting !== 'dense' || sharesFills(this.context.chip, plans[choice.style])
  }

  /** Moves the loads of the best way forward where the array and the stream wait for each other, if that makes it cheaper. @param cycles - of all passes */
  hoist(cycles: number): CountedChoice | undefined {
    const best = this.#best
    if (best === undefined || best.way.choice.ahead || this.context.limits.resident !== undefined) return best
    if (best.cycles - Math.max(best.beats, best.array) <= HOIST_SHARE * cycles) return best
    const { chip, limits } = this.context
    if (best.whole !== undefined && !this.shape.canHoist(chip, best.way, limits.batch)) return best
    this.#countWay(best.way.moved('ahead'))
    this.#updatePromise()
    return this.#best
  }

  /** Counts ways until none promises more than the best. */
  settle(): void {
    while (!this.settled) {
      const { chip, times } = this.context
      this.#bids ??= new WayBids(this.#listed, chip.clocking, times, this.first, this.#mostPromising)
      this.#countListed(this.#bids, this.#bids.next())
    }
  }

  get #listed(): ListedWays {
    return this.promises.list(this.#place)
  }

  /** Place of the way to be counted first; −1 when there is none. */
  get #mostPromising(): number {
    this.promises.list(this.#place)
    return this.promises.bestOf(this.#place)
  }

  /** Counts one of the ways that are left. */
  #countListed(bids: WayBids, place: number): void {
    const listed = bids.take(place)
    listed.way ??= this.shape.way(listed.choice)
    const counted = this.#countWay(listed.way)
    if (counted !== undefined) {
      this.#countedListed++
      bids.learn(place, counted.cycles)
    }
    this.#updatePromise()
  }

  /** Tells what it promises now. */
  #updatePromise(): void {
    const best = this.#best
    this.promises.cycles[this.#place] = best !== undefined && this.settled ? best.cycles : this.#bids!.least
  }

  #countWay(way: Way): CountedChoice | undefined {
    if (this.#countedWays === undefined) this.#countedWays = [way]
    else this.#countedWays.push(way)
    const { chip, limits } = this.context
    const counted = countChoice(chip, way, limits.batch)
    if (counted !== undefined && counted.cycles < (this.#best?.cycles ?? Infinity)) this.#best = counted
    return counted
  }
}
