import { Ownership } from '../step/ownership.js'
import { EngineLoad } from '../step/package.js'
import { NoEvent } from './event.js'

/** A use of a bank that is legal only if the GIVE lies in an earlier cycle. */
export interface OwnershipRace {
  readonly use: number
  readonly give: number
}

/**
 * Who owns each bank as the program unfolds, without time. Only an owner gives, and does so in its own order: the chain of
 * owners of a bank is the same at any speed. A use that no TAKE guards may still come too early; it is noted as a race.
 */
export class BankTokens {
  readonly ownership: Ownership
  /** GIVE events by bank, the newest; NoEvent after reset. */
  readonly #give = new Int32Array(32).fill(NoEvent)
  readonly #giveInstruction = new Int32Array(32)
  readonly #giver = new Uint8Array(32)
  /** The owner is known to own the bank by now, whatever the speed. */
  readonly #certain = new Uint8Array(32).fill(1)
  readonly races: OwnershipRace[] = []
  /** For each GIVE event the GIVE event of the same bank before it. */
  readonly givenBefore = new Map<number, number>()

  constructor(actBanks: number, wide: boolean) {
    this.ownership = new Ownership(actBanks, wide)
  }

  owns(engine: number, bank: number): boolean {
    return this.ownership.ownerQ[bank] === engine
  }

  /** The GIVE that a TAKE of the owner waits for. */
  taken(bank: number): number {
    this.#certain[bank] = 1
    return this.#give[bank]!
  }

  /** Event `use`, instruction number `instruction` of the owner, uses the bank. */
  used(engine: number, bank: number, use: number, instruction: number): void {
    if (this.#certain[bank]) return
    this.#certain[bank] = 1
    // What the load engine gave before the instruction was even dispatched
    const dispatchedLater =
      engine !== EngineLoad && this.#giver[bank] === EngineLoad && this.#giveInstruction[bank]! < instruction
    if (!dispatchedLater) this.races.push({ use, give: this.#give[bank]! })
  }

  /** Event `event` hands the bank over. */
  given(engine: number, bank: number, to: number, event: number, instruction: number): void {
    this.givenBefore.set(event, this.#give[bank]!)
    this.#give[bank] = event
    this.#giver[bank] = engine
    this.#giveInstruction[bank] = instruction
    this.#certain[bank] = 0
    this.ownership.give(bank, to)
    this.ownership.tick()
  }
}
