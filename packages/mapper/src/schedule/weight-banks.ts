import { WEIGHT_BANK_ID } from '@concord/arch'
import type { Fill } from './fills.js'

/** What the two weight banks hold at a point of the schedule; a fill that lies in both is held by both. */
export class WeightBanks {
  /** @param last - bank used last; @param held - by bank; @param lower - which of them is the chip's bank 0 */
  constructor(
    public last = 1,
    readonly held: (Fill | undefined)[] = [undefined, undefined],
    readonly lower = 0,
  ) {}

  /** Turns to the bank that holds a fill, or else to the one used less recently; tells whether it must be loaded there first. */
  use(fill: Fill): boolean {
    if (fill.upperParts !== undefined) return this.#useBoth(fill)
    if (this.held[this.last] === fill) return false
    this.last = 1 - this.last
    if (this.held[this.last] === fill) return false
    this.held[this.last] = fill
    return true
  }

  #useBoth(fill: Fill): boolean {
    this.last = this.lower
    if (this.held[0] === fill && this.held[1] === fill) return false
    this.held.fill(fill)
    return true
  }

  /** Names of the weight banks for TAKE and GIVE. */
  static readonly ids: readonly number[] = [WEIGHT_BANK_ID, WEIGHT_BANK_ID + 1]
}
