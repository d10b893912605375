import type { ChipConfig } from '@concord/arch'
import { Memory } from './memory.js'

/** Activation banks, each used by its owner alone. Mirrors rtl/concord_act_banks.sv. */
export class ActBanks {
  readonly banks: readonly Memory[]

  constructor({ actBanks, actWords, lanes }: ChipConfig) {
    this.banks = Array.from({ length: actBanks }, () => new Memory(actWords, lanes))
  }

  tick(): void {
    for (const bank of this.banks) bank.tick()
  }
}
