import { lowMask } from './bits.js'
import type { ComputeRegisters } from './compute-registers.js'
import type { Pixel, PixelSequencer } from './pixel-sequencer.js'
import { clipSpan, type TapSpan, tapSpan } from './tap-span.js'

/** A pixel with the rectangle of taps to visit; `addr` is that of the first of them. */
export interface TapPixel {
  readonly kxLo: number
  readonly kxHi: number
  readonly kyLo: number
  readonly kyHi: number
  /** Taps inside the input; the others read padding words. */
  readonly insideXLo: number
  readonly insideXHi: number
  readonly insideYLo: number
  readonly insideYHi: number
  /** No tap is inside. */
  readonly empty: boolean
  readonly addr: number
  readonly waddr: number
  readonly outAddr: number
  readonly entry: number
  readonly windowFirst: boolean
  readonly windowLast: boolean
  readonly runLast: boolean
}

export const zeroTapPixel: TapPixel = {
  kxLo: 0,
  kxHi: 0,
  kyLo: 0,
  kyHi: 0,
  insideXLo: 0,
  insideXHi: 0,
  insideYLo: 0,
  insideYHi: 0,
  empty: false,
  addr: 0,
  waddr: 0,
  outAddr: 0,
  entry: 0,
  windowFirst: false,
  windowLast: false,
  runLast: false,
}

/** A pixel and the taps between which the input lies. */
interface SpannedPixel {
  readonly pixel: Pixel
  readonly spanX: TapSpan
  readonly spanY: TapSpan
}

/** Turns a pixel into the rectangle of taps to visit, in two register stages. Mirrors rtl/concord_tap_range.sv. */
export class TapRange {
  /** Behind the spans; undefined when nothing is there. */
  #spans: SpannedPixel | undefined
  valid = false
  /** The output registers. */
  pixel: TapPixel = zeroTapPixel
  #spansD: SpannedPixel | undefined
  #validD = false
  #pixelD: TapPixel = zeroTapPixel
  readonly #addrMask: number
  readonly #wordMask: number

  constructor(
    readonly registers: ComputeRegisters,
    readonly sequencer: PixelSequencer,
  ) {
    this.#addrMask = lowMask(registers.addrBits)
    this.#wordMask = lowMask(registers.wordBits)
  }

  reset(): void {
    this.#spans = undefined
    this.valid = false
    this.pixel = zeroTapPixel
  }

  /** @param next - the walker can take a pixel; @returns whether one can enter here */
  ready(next: boolean): boolean {
    return this.#spans === undefined || !this.valid || next
  }

  /** @param next - the walker can take a pixel */
  eval(next: boolean): void {
    const { sequencer } = this
    const spansReady = !this.valid || next
    this.#validD = spansReady ? this.#spans !== undefined : this.valid
    this.#pixelD = spansReady && this.#spans ? this.#taps(this.#spans) : this.pixel
    if (this.ready(next)) this.#spansD = sequencer.validQ ? this.#span(sequencer.pixel) : undefined
    else this.#spansD = this.#spans
  }

  tick(): void {
    this.#spans = this.#spansD
    this.valid = this.#validD
    this.pixel = this.#pixelD
  }

  #span(pixel: Pixel): SpannedPixel {
    const r = this.registers
    const spanX = tapSpan(pixel.x, r.width, r.dilationX)
    const spanY = tapSpan(pixel.y, r.height, r.dilationY)
    return { pixel, spanX, spanY }
  }

  #taps({ pixel, spanX, spanY }: SpannedPixel): TapPixel {
    const r = this.registers
    const { addr, outAddr, entry, windowFirst, windowLast, runLast } = pixel
    const insideX = clipSpan(spanX, r.kw)
    const insideY = clipSpan(spanY, r.kh)
    const kxLo = r.pad ? 0 : insideX.lo
    const kyLo = r.pad ? 0 : insideY.lo
    return {
      kxLo,
      kxHi: r.pad ? r.kw - 1 : insideX.hi,
      kyLo,
      kyHi: r.pad ? r.kh - 1 : insideY.hi,
      insideXLo: insideX.lo,
      insideXHi: insideX.hi,
      insideYLo: insideY.lo,
      insideYHi: insideY.hi,
      empty: insideX.empty || insideY.empty,
      addr: (addr + kxLo * r.tapDx + kyLo * r.tapDy) & this.#addrMask,
      waddr: (r.weight + kxLo * r.wDx + kyLo * r.wDy) & this.#wordMask,
      outAddr,
      entry,
      windowFirst,
      windowLast,
      runLast,
    }
  }
}
