/** Between which taps the input lies, in one dimension, for a kernel without end. */
export interface TapSpan {
  /** Of both the low four bits. */
  readonly lo: number
  readonly hi: number
  /** `hi` is behind tap 15. */
  readonly beyond: boolean
  /** `lo` is behind tap 15, or the input ends before tap 0. */
  readonly outside: boolean
}

/** Taps of a kernel that lie inside the input; `lo` and `hi` mean nothing when `empty`. */
export interface TapsInside {
  readonly lo: number
  readonly hi: number
  readonly empty: boolean
}

/**
 * Taps around the input for a pixel whose tap 0 is at `position`. Mirrors rtl/concord_tap_span.sv.
 *
 * @param position - -4096..4095
 * @param size - of the input, 1..4095
 * @param dilation - log2 of the distance between taps, 0..3
 */
export function tapSpan(position: number, size: number, dilation: number): TapSpan {
  const first = position < 0 ? -(position >> dilation) : 0
  const room = size - 1 - position
  const last = room >> dilation
  return { lo: first & 15, hi: last & 15, beyond: last > 15, outside: room < 0 || first > 15 }
}

/** @param taps - of the kernel, 1..11 */
export function clipSpan({ lo, hi, beyond, outside }: TapSpan, taps: number): TapsInside {
  const clipped = beyond || hi > taps - 1 ? taps - 1 : hi
  return { lo, hi: clipped, empty: outside || lo > clipped }
}
