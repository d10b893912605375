import type { Axis } from './axis.js'

/** Coordinate of a tile's first tap of a result's first pixel. */
export function tapStart(
  { poolStride, stride, pad, dilation }: Axis,
  firstTap: number,
  result: number,
): number {
  return result * poolStride * stride - pad + firstTap * dilation
}

// Where no tap lies outside the map, coordinates only have to stay inside: they go in steps of one, and the address
// steps alone carry stride and dilation

/** Size of such a map. @param windows - results, or inputs that are the windows of this axis */
export function reachOf(windows: number, { pool }: Axis, taps: number): number {
  return windows + pool + taps - 2
}

export function dilationLog2({ padded, dilation }: Axis, taps: number): number {
  return padded && taps > 1 ? Math.log2(dilation) : 0
}

export function pixelStep({ padded, pool, stride }: Axis): number {
  return padded && pool > 1 ? stride : 1
}

export function windowStep({ padded, stride, poolStride }: Axis): number {
  return padded ? stride * poolStride : 1
}
