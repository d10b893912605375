import type { OwningEngine } from '@concord/arch'

/** Activation banks that hold nothing any more, in the order in which they became free. */
export class FreeBanks {
  readonly #free: { readonly bank: number; readonly user: OwningEngine | undefined }[]

  constructor(banks: number) {
    this.#free = Array.from({ length: banks }, (_, bank) => ({ bank, user: undefined }))
  }

  get count(): number {
    return this.#free.length
  }

  /**
   * Takes a bank for an engine. Compute prefers its own last one, which needs no hand-over; load takes what was free
   * longest, so that it can begin early.
   */
  take(engine: 'load' | 'compute'): number {
    const own = engine === 'compute' ? this.#free.findLastIndex(({ user }) => user === 'compute') : 0
    const [entry] = this.#free.splice(Math.max(0, own), 1)
    if (entry === undefined) throw new RangeError('no activation bank is free')
    return entry.bank
  }

  /** Frees a bank that `user` was the last to use. */
  release(bank: number, user: OwningEngine): void {
    this.#free.push({ bank, user })
  }
}
