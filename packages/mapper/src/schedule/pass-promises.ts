import type { ListedWays } from './listed-ways.js'
import { OPTIMISM } from './model-errors.js'
import type { NetworkShape } from './network-shape.js'
import type { PassFloors } from './pass-floors.js'
import type { ShapeChip } from './shape-chip.js'
import type { ChipTimes } from './way-model.js'
import type { PassLimits } from './ways.js'

/** What the passes of a search have in common. */
export interface SearchContext {
  readonly chip: ShapeChip
  readonly shape: NetworkShape
  readonly limits: PassLimits
  /** How long the chip takes. */
  readonly times: ChipTimes
}

/** What the passes of a network promise on a chip, by place: `last * layers + first`. */
export class PassPromises {
  /** Cycles that the best way promises, counted or not, infinite when the banks are too small for all; about the floor as long as none is listed. */
  readonly cycles: number[]
  readonly layers: number
  readonly #listed: (ListedWays | undefined)[] = []
  readonly #best: number[] = []

  constructor(
    readonly context: SearchContext,
    readonly floors: PassFloors,
  ) {
    this.layers = floors.layers.length
    this.cycles = floors.promised.slice()
  }

  isListed(place: number): boolean {
    return this.#listed[place] !== undefined
  }

  /** The ways of a pass, in the order in which they were found; what they promise is known from now on. */
  list(place: number): ListedWays {
    const known = this.#listed[place]
    if (known !== undefined) return known
    const { chip, shape, limits, times } = this.context
    const last = Math.floor(place / this.layers)
    const first = place - last * this.layers
    const listed = shape.pass(first, last).listed(chip, limits)
    const answer = listed.compare(chip.clocking, times, first)
    this.#listed[place] = listed
    this.#best[place] = listed.placeOf(answer)
    this.cycles[place] = listed.cyclesOf(answer) * OPTIMISM
    return listed
  }

  /** Of the ways of a pass, listed before, the one that promises most before one is counted; −1 when there is none. */
  bestOf(place: number): number {
    return this.#best[place]
  }
}
