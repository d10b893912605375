import { signExtend } from '@concord/arch'
import { lowMask } from './bits.js'
import type { ComputeRegisters } from './compute-registers.js'

/** Bits of a pixel coordinate, two's complement. */
const CoordinateBits = 13

function wrap(coordinate: number): number {
  return signExtend(coordinate, CoordinateBits)
}

/** An output pixel: input coordinate and address of its tap (0,0), and where it stands in the RUN. */
export interface Pixel {
  readonly x: number
  readonly y: number
  readonly addr: number
  /** Address of plane 0 of its window's output. */
  readonly outAddr: number
  /** Number of the pixel, accDepth at the most. */
  readonly entry: number
  readonly windowFirst: boolean
  readonly windowLast: boolean
  readonly runLast: boolean
}

/** Offers the output pixels of a RUN one by one. Mirrors rtl/concord_pixel_sequencer.sv. */
export class PixelSequencer {
  validQ = false
  pxQ = 0
  pyQ = 0
  wxQ = 0
  wyQ = 0
  xQ = 0
  yQ = 0
  windowXQ = 0
  windowYQ = 0
  addrQ = 0
  lineAddrQ = 0
  windowAddrQ = 0
  rowAddrQ = 0
  outAddrQ = 0
  outRowAddrQ = 0
  entryQ = 0
  #start = false
  #ready = false
  readonly #addrMask: number

  /** @param accDepth - where the number of the pixel stops */
  constructor(
    readonly registers: ComputeRegisters,
    readonly accDepth: number,
  ) {
    this.#addrMask = lowMask(registers.addrBits)
  }

  reset(): void {
    this.validQ = false
    this.pxQ = this.pyQ = this.wxQ = this.wyQ = 0
    this.xQ = this.yQ = this.windowXQ = this.windowYQ = 0
    this.addrQ = this.lineAddrQ = this.windowAddrQ = this.rowAddrQ = 0
    this.outAddrQ = this.outRowAddrQ = this.entryQ = 0
  }

  /** The pixel offered while `validQ`. */
  get pixel(): Pixel {
    const windowLast = this.#pxEnd && this.#pyEnd
    return {
      x: this.xQ,
      y: this.yQ,
      addr: this.addrQ,
      outAddr: this.outAddrQ,
      entry: this.entryQ,
      windowFirst: this.pxQ === 0 && this.pyQ === 0,
      windowLast,
      runLast: windowLast && this.#wxEnd && this.#wyEnd,
    }
  }

  get #pxEnd(): boolean {
    return this.pxQ === this.registers.pw - 1
  }

  get #pyEnd(): boolean {
    return this.pyQ === this.registers.ph - 1
  }

  get #wxEnd(): boolean {
    return this.wxQ === this.registers.ww - 1
  }

  get #wyEnd(): boolean {
    return this.wyQ === this.registers.wh - 1
  }

  /** @param start - a RUN executes; @param ready - the pixel offered is taken */
  eval(start: boolean, ready: boolean): void {
    this.#start = start
    this.#ready = ready
  }

  tick(): void {
    if (this.#start) this.#first()
    else if (this.validQ && this.#ready) this.#next()
  }

  #first(): void {
    const { inAddr, originX, originY, outAddr } = this.registers
    this.validQ = true
    this.pxQ = this.pyQ = this.wxQ = this.wyQ = this.entryQ = 0
    this.xQ = this.windowXQ = originX
    this.yQ = this.windowYQ = originY
    this.addrQ = this.lineAddrQ = this.windowAddrQ = this.rowAddrQ = inAddr
    this.outAddrQ = this.outRowAddrQ = outAddr
  }

  #next(): void {
    const r = this.registers
    const mask = this.#addrMask
    if (this.entryQ !== this.accDepth) this.entryQ++
    if (!this.#pxEnd) {
      this.pxQ++
      this.xQ = wrap(this.xQ + r.strideX)
      this.addrQ = (this.addrQ + r.pixDx) & mask
    } else if (!this.#pyEnd) {
      this.pxQ = 0
      this.pyQ++
      this.xQ = this.windowXQ
      this.yQ = wrap(this.yQ + r.strideY)
      this.addrQ = this.lineAddrQ = (this.lineAddrQ + r.pixDy) & mask
    } else if (!this.#wxEnd) {
      this.pxQ = this.pyQ = 0
      this.wxQ++
      this.xQ = this.windowXQ = wrap(this.windowXQ + r.windowStrideX)
      this.yQ = this.windowYQ
      this.addrQ = this.lineAddrQ = this.windowAddrQ = (this.windowAddrQ + r.winDx) & mask
      this.outAddrQ = (this.outAddrQ + r.outDx) & mask
    } else if (!this.#wyEnd) {
      this.pxQ = this.pyQ = this.wxQ = 0
      this.wyQ++
      this.xQ = this.windowXQ = r.originX
      this.yQ = this.windowYQ = wrap(this.windowYQ + r.windowStrideY)
      this.addrQ = this.lineAddrQ = this.windowAddrQ = this.rowAddrQ = (this.rowAddrQ + r.winDy) & mask
      this.outAddrQ = this.outRowAddrQ = (this.outRowAddrQ + r.outDy) & mask
    } else this.validQ = false
  }
}
