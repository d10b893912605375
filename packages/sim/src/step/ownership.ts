import { EngineCompute, EngineLoad, EngineStore } from './package.js'

const BANK_NAMES = 32

/** One owner a bank, the only token between the engines. Mirrors rtl/concord_ownership.sv. */
export class Ownership {
  /** Owner of each bank name, in the RTL a bit an engine; 0 for a bank that does not exist. */
  readonly ownerQ = new Uint8Array(BANK_NAMES)
  readonly #ownerD = new Uint8Array(BANK_NAMES)
  #given = false

  /** @param actBanks - activation banks 0..actBanks-1; 16 and 17 are the weight banks, 18 is the wide bank if there is one */
  constructor(
    readonly actBanks: number,
    readonly wide: boolean,
  ) {
    this.reset()
  }

  /** All banks belong to load. */
  reset(): void {
    for (let bank = 0; bank < BANK_NAMES; bank++) {
      const real = bank < this.actBanks || bank === 16 || bank === 17 || (this.wide && bank === 18)
      this.ownerQ[bank] = this.#ownerD[bank] = real ? EngineLoad : 0
    }
  }

  exists(bank: number): boolean {
    return this.ownerQ[bank] !== 0
  }

  loadOwns(bank: number): boolean {
    return this.ownerQ[bank] === EngineLoad
  }

  computeOwns(bank: number): boolean {
    return this.ownerQ[bank] === EngineCompute
  }

  storeOwns(bank: number): boolean {
    return this.ownerQ[bank] === EngineStore
  }

  /** Hands `bank` over to engine `to` at the end of this cycle. Only its owner may give. */
  give(bank: number, to: number): void {
    this.#ownerD[bank] = to
    this.#given = true
  }

  tick(): void {
    if (this.#given) this.ownerQ.set(this.#ownerD)
    this.#given = false
  }
}
