import { signExtend } from '@concord/arch'
import type { ComputeRegisters } from '../step/compute-registers.js'
import { clipSpan, tapSpan } from '../step/tap-span.js'

/** Bits of a pixel coordinate, two's complement. */
const COORDINATE_BITS = 13

/** What decides, in one dimension, which taps of a RUN's pixels lie inside the input. */
interface AxisShape {
  readonly origin: number
  readonly size: number
  readonly taps: number
  /** log2. */
  readonly dilation: number
  readonly windows: number
  readonly windowStride: number
  /** Pixels a window. */
  readonly pixels: number
  readonly pixelStride: number
}

/** The pixels of a RUN in one dimension, window by window. A pixel's taps are the product of its two dimensions'. */
export interface Axis {
  /** Taps inside the input at each position, bit k for tap k. */
  readonly masks: Uint16Array
  /** Positions that start a window, by number of taps inside (0..11). */
  readonly firstByTaps: Uint32Array
  /** The other positions, likewise. */
  readonly laterByTaps: Uint32Array
  /** Taps inside at one position at least. */
  readonly visited: number
  /** Taps inside at every position. */
  readonly always: number
}

const TAP_COUNTS = 12

/** Lists the positions of one dimension. */
function axis(shape: AxisShape): Axis {
  const { origin, size, taps, dilation, windows, windowStride, pixels, pixelStride } = shape
  const masks = new Uint16Array(windows * pixels)
  const firstByTaps = new Uint32Array(TAP_COUNTS)
  const laterByTaps = new Uint32Array(TAP_COUNTS)
  let visited = 0
  let always = (1 << taps) - 1
  for (let window = 0, i = 0; window < windows; window++) {
    for (let pixel = 0; pixel < pixels; pixel++, i++) {
      const position = signExtend(origin + window * windowStride + pixel * pixelStride, COORDINATE_BITS)
      const { lo, hi, empty } = clipSpan(tapSpan(position, size, dilation), taps)
      const mask = empty ? 0 : (2 << hi) - (1 << lo)
      masks[i] = mask
      visited |= mask
      always &= mask
      const inside = empty ? 0 : hi - lo + 1
      if (pixel === 0) firstByTaps[inside]!++
      else laterByTaps[inside]!++
    }
  }
  return { masks, firstByTaps, laterByTaps, visited, always }
}

/** The dimensions of the RUNs of a program, each shape listed only once. */
export class AxisCache {
  readonly #axes = new Map<string, Axis>()

  /** Pixels of the RUN that the registers describe, in x. */
  x(r: ComputeRegisters): Axis {
    return this.#get({
      origin: r.originX,
      size: r.width,
      taps: r.kw,
      dilation: r.dilationX,
      windows: r.ww,
      windowStride: r.windowStrideX,
      pixels: r.pw,
      pixelStride: r.strideX,
    })
  }

  /** The same in y. */
  y(r: ComputeRegisters): Axis {
    return this.#get({
      origin: r.originY,
      size: r.height,
      taps: r.kh,
      dilation: r.dilationY,
      windows: r.wh,
      windowStride: r.windowStrideY,
      pixels: r.ph,
      pixelStride: r.strideY,
    })
  }

  #get(shape: AxisShape): Axis {
    const { origin, size, taps, dilation, windows, windowStride, pixels, pixelStride } = shape
    const key = `${origin},${size},${taps},${dilation},${windows},${windowStride},${pixels},${pixelStride}`
    let found = this.#axes.get(key)
    if (!found) {
      found = axis(shape)
      this.#axes.set(key, found)
    }
    return found
  }
}
