/** Activation banks that hold nothing, the one that is free longest first. */
export class FreeBanks {
  readonly #free: number[]

  constructor(banks: number) {
    this.#free = Array.from({ length: banks }, (_, bank) => bank)
  }

  take(): number {
    const bank = this.#free.shift()
    if (bank === undefined) throw new RangeError('no activation bank is free')
    return bank
  }

  release(bank: number): void {
    this.#free.push(bank)
  }
}
