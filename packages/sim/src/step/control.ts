import type { ChipInputs } from '../ports.js'
import { lowMask } from './bits.js'
import type { Core } from './core.js'
import {
  CsrCounter0,
  CsrCtrl,
  CsrError,
  CsrId,
  CsrStatus,
  CsrVersion,
  CsrWindowIn,
  CsrWindowInLast,
  CsrWindowOut,
  IdValue,
  IsaVersion,
} from './package.js'

/** The chip on Wishbone: status, counters, soft reset and the stream window. Mirrors rtl/concord_control.sv. */
export class Control {
  wbAck = false
  wbDat = 0
  softResetQ = false
  /** The streams belong to the window. */
  windowQ = false
  fullQ = false
  dataQ = 0
  lastQ = false
  /** A beat that was read is taken while the read is acknowledged. */
  takeQ = false

  // Combinational
  windowError = false
  #take = false
  #request = false
  #readData = 0
  #softReset = false
  #ctrlWrite = false
  #windowSelect = false
  #writeIn = false
  #last = false
  #data = 0

  constructor(
    readonly core: Core,
    readonly streamBits: number,
    readonly signature: number,
  ) {}

  reset(): void {
    this.wbAck = this.softResetQ = this.windowQ = this.fullQ = this.lastQ = this.takeQ = false
    this.wbDat = this.dataQ = 0
  }

  get windowInValid(): boolean {
    return this.windowQ && this.fullQ
  }

  /** Takes the request; after the core's `decide`, before its `eval`. */
  eval({ wbCyc, wbStb, wbWe, wbSel, wbAdr, wbDat }: ChipInputs): void {
    this.#request = wbCyc && wbStb && !this.wbAck
    const write = this.#request && wbWe && wbSel === 15
    const read = this.#request && !wbWe
    const writeIn = write && this.windowQ && (wbAdr === CsrWindowIn || wbAdr === CsrWindowInLast)
    this.windowError = writeIn && this.fullQ
    this.#take = read && wbAdr === CsrWindowOut && this.windowQ && this.core.outValid
    this.#readData = read ? this.#read(wbAdr) : 0
    this.#ctrlWrite = write && wbAdr === CsrCtrl
    this.#softReset = this.#ctrlWrite && (wbDat & 1) === 1
    this.#windowSelect = ((wbDat >>> 1) & 1) === 1 && this.streamBits <= 32
    this.#writeIn = writeIn && !this.fullQ
    this.#last = wbAdr === CsrWindowInLast
    this.#data = (wbDat & lowMask(this.streamBits)) >>> 0
  }

  #read(address: number): number {
    const { core, windowQ, fullQ } = this
    const bit = (flag: boolean, position: number) => (flag ? 1 << position : 0)
    const outValid = windowQ && core.outValid
    switch (address) {
      case CsrId:
        return IdValue
      case CsrVersion:
        return (IsaVersion << 16) | this.signature
      case CsrStatus:
        return bit(core.done, 0) | bit(core.halt, 1) | bit(fullQ, 2) | bit(outValid, 3) | bit(windowQ, 4)
      case CsrError:
        return ((core.errorIndexQ << 16) | (core.errorEngineQ << 8) | core.errorQ) >>> 0
      case CsrWindowOut:
        return outValid ? (core.storeEngine.wordQ[0] & lowMask(this.streamBits)) >>> 0 : 0
      default: {
        const isCounter = address >>> 6 === CsrCounter0 >>> 6 && (address & 3) === 0
        return isCounter ? core.counters.countQ[(address >>> 2) & 15] : 0
      }
    }
  }

  tick(): void {
    if (this.windowInValid && this.core.inReady) this.fullQ = false
    if (this.#writeIn) {
      this.fullQ = true
      this.dataQ = this.#data
      this.lastQ = this.#last
    }
    if (this.#ctrlWrite) this.windowQ = this.#windowSelect
    if (this.#softReset) this.fullQ = false
    this.softResetQ = this.#softReset
    this.wbAck = this.#request
    this.takeQ = this.#take
    this.wbDat = this.#readData
  }
}
