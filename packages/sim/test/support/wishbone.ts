import { type Chip, type ChipInputs, idleInputs } from '../../src/index.js'

/** A Wishbone master on a chip whose other ports stay as given. */
export class WishboneMaster {
  constructor(
    readonly chip: Chip,
    readonly ports: Partial<ChipInputs> = {},
  ) {}

  /** One read: request in one cycle, acknowledge and data in the next. */
  read(wbAdr: number): number {
    this.chip.step({ ...idleInputs, ...this.ports, wbCyc: true, wbStb: true, wbAdr })
    const { wbAck, wbDat } = this.chip.step({ ...idleInputs, ...this.ports })
    if (!wbAck) throw new Error('no acknowledge')
    return wbDat
  }

  write(wbAdr: number, wbDat: number, wbSel = 15): void {
    const request = { wbCyc: true, wbStb: true, wbWe: true, wbSel, wbAdr, wbDat }
    this.chip.step({ ...idleInputs, ...this.ports, ...request })
    const { wbAck, wbDat: read } = this.chip.step({ ...idleInputs, ...this.ports })
    if (!wbAck || read !== 0) throw new Error('no acknowledge, or data on a write')
  }
}
