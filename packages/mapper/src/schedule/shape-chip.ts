import { CHIP_BOUNDS, type ChipConfig } from '@concord/arch'

/** Fields of a chip that matter mostly by what they hold. */
export const SIZE_FIELDS = ['weightDepth', 'accDepth', 'actWords'] as const
export type SizeField = (typeof SIZE_FIELDS)[number]

/** Sizes for which the same has been answered: by `SIZE_FIELDS` the lowest and the highest. */
export interface Bounds {
  readonly low: readonly number[]
  readonly high: readonly number[]
}

/**
 * A chip as far as it decides how layers are cut and in which order their instructions come. It remembers what has been asked
 * about its sizes: another chip of the same family gets the same answers if its sizes are within the bounds of what was asked.
 *
 * Fields that decide about time only cannot be read, but for `config`, which nothing that is remembered may look at.
 */
export class ShapeChip implements ChipConfig {
  readonly name: string
  readonly rows: number
  readonly lanes: number
  readonly accBits: number
  readonly actBanks: number
  readonly paramDepth: number
  readonly pairDepth: number
  readonly residualWords: number
  readonly vector: boolean
  /** A number for the fields that decide about time only, and one for those of them that have nothing to do with the queues. */
  readonly clocking: number
  readonly pace: number
  /** About as many numbers have been remembered that were found out for it. */
  remembered = 0
  readonly #sizes: readonly number[]
  #low: number[] = NO_LOW.slice()
  #high: number[] = NO_HIGH.slice()

  private constructor(readonly config: ChipConfig) {
    this.name = config.name
    this.rows = config.rows
    this.lanes = config.lanes
    this.accBits = config.accBits
    this.actBanks = config.actBanks
    this.paramDepth = config.paramDepth
    this.pairDepth = config.pairDepth
    this.residualWords = config.residualWords
    this.vector = config.vector
    const { streamBits, queueDepth, postLanes, popcountStages } = config
    this.pace = (streamBits * POST_LANES + postLanes) * STAGES + popcountStages
    this.clocking = this.pace * QUEUES + queueDepth
    this.#sizes = [config.weightDepth, config.accDepth, config.actWords]
  }

  static of(config: ChipConfig): ShapeChip {
    return config instanceof ShapeChip ? config : new ShapeChip(config)
  }

  /** Fields that chips have in common whose answers are compared. */
  get family(): string {
    const { lanes, rows, accBits, actBanks, paramDepth, pairDepth, residualWords, vector } = this
    const wide = residualWords > 0 ? `${residualWords},${vector},${this.config.postLanes}` : ''
    return `${lanes},${rows},${accBits},${actBanks},${paramDepth},${pairDepth},${wide}`
  }

  get weightDepth(): number {
    return this.#exactly(0)
  }

  get accDepth(): number {
    return this.#exactly(1)
  }

  get actWords(): number {
    return this.#exactly(2)
  }

  /** Whether a size is at least so much. */
  holds(field: SizeField, amount: number): boolean {
    const place = SIZE_FIELDS.indexOf(field)
    const least = Math.ceil(amount)
    const answer = this.#sizes[place] >= least
    if (answer) this.#low[place] = Math.max(this.#low[place], least)
    else this.#high[place] = Math.min(this.#high[place], least - 1)
    return answer
  }

  /** How many times a size holds some whole amount, `most` at most. */
  times(field: SizeField, amount: number, most: number): number {
    const place = SIZE_FIELDS.indexOf(field)
    const times = Math.min(most, Math.floor(this.#sizes[place] / amount))
    this.#low[place] = Math.max(this.#low[place], times * amount)
    if (times < most) this.#high[place] = Math.min(this.#high[place], (times + 1) * amount - 1)
    return times
  }

  /** Finds something out, and for which sizes it would be the same. */
  record<T>(work: () => T): { readonly value: T; readonly bounds: Bounds } {
    const [low, high] = [this.#low, this.#high]
    this.#low = NO_LOW.slice()
    this.#high = NO_HIGH.slice()
    try {
      const value = work()
      return { value, bounds: { low: this.#low, high: this.#high } }
    } finally {
      const bounds = { low: this.#low, high: this.#high }
      this.#low = low
      this.#high = high
      this.narrow(bounds)
    }
  }

  isWithin({ low, high }: Bounds): boolean {
    const sizes = this.#sizes
    for (let i = 0; i < sizes.length; i++) if (sizes[i] < low[i] || sizes[i] > high[i]) return false
    return true
  }

  /** What is being found out depends on an answer with such bounds. */
  narrow({ low, high }: Bounds): void {
    for (let i = 0; i < low.length; i++) {
      if (low[i] > this.#low[i]) this.#low[i] = low[i]
      if (high[i] < this.#high[i]) this.#high[i] = high[i]
    }
  }

  #exactly(place: number): number {
    const size = this.#sizes[place]
    this.#low[place] = size
    this.#high[place] = size
    return size
  }

  /** Of chips with a wide bank, whose families have it in common. */
  get postLanes(): number {
    return this.residualWords > 0 ? this.config.postLanes : refuse('postLanes')
  }

  get streamBits(): never {
    return refuse('streamBits')
  }

  get queueDepth(): never {
    return refuse('queueDepth')
  }

  get popcountStages(): never {
    return refuse('popcountStages')
  }

  get counterBits(): never {
    return refuse('counterBits')
  }

  get memories(): never {
    return refuse('memories')
  }

  get clockMhz(): never {
    return refuse('clockMhz')
  }

  get technology(): never {
    return refuse('technology')
  }

  get corner(): never {
    return refuse('corner')
  }
}

/** Numbers from 0 that a field of a chip can be. */
const [POST_LANES, STAGES, QUEUES] = (['postLanes', 'popcountStages', 'queueDepth'] as const).map(
  (field) => CHIP_BOUNDS[field].max + 1,
)

const NO_LOW = SIZE_FIELDS.map(() => 0)
const NO_HIGH = SIZE_FIELDS.map(() => Infinity)

function refuse(field: string): never {
  throw new RangeError(`${field} does not decide how layers are cut`)
}

/** Whether a size of a chip is at least so much. */
export function holds(config: ChipConfig, field: SizeField, amount: number): boolean {
  return ShapeChip.of(config).holds(field, amount)
}

/** How many times a size of a chip holds some whole amount, `most` at most. */
export function timesHeld(config: ChipConfig, field: SizeField, amount: number, most: number): number {
  return ShapeChip.of(config).times(field, amount, most)
}
