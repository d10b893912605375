import { WEIGHT_BANK_ID } from '@concord/arch'
import type { Fill } from './fills.js'

/** What the two weight banks hold at a point of the schedule. */
export class WeightBanks {
  readonly #held: (Fill | undefined)[] = [undefined, undefined]
  #last = 1

  /** The bank that holds a fill; `load` tells that it must be loaded first, into the bank used less recently. */
  use(fill: Fill): { readonly weightBank: number; readonly load: boolean } {
    const found = this.#held.indexOf(fill)
    const weightBank = found >= 0 ? found : 1 - this.#last
    this.#held[weightBank] = fill
    this.#last = weightBank
    return { weightBank, load: found < 0 }
  }

  /** The bank used last. */
  get last(): number {
    return this.#last
  }

  /** Name of a weight bank for TAKE and GIVE. */
  static id(weightBank: number): number {
    return WEIGHT_BANK_ID + weightBank
  }
}
