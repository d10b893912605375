/** Taps of a kernel that lie inside the input, in one dimension; `lo` and `hi` mean nothing when `empty`. */
export interface TapSpan {
  readonly lo: number
  readonly hi: number
  readonly empty: boolean
}

/**
 * Taps inside the input for a pixel whose tap 0 is at `position`. Mirrors rtl/concord_tap_span.sv.
 *
 * @param position - -4096..4095
 * @param size - of the input, 1..4095
 * @param taps - of the kernel, 1..11
 * @param dilation - log2 of the distance between taps, 0..3
 */
export function tapSpan(position: number, size: number, taps: number, dilation: number): TapSpan {
  const before = Math.max(0, -position)
  const first = (before + (1 << dilation) - 1) >> dilation
  const room = size - 1 - position
  const hi = Math.min(taps - 1, room >> dilation)
  return { lo: first & 15, hi: hi & 15, empty: room < 0 || first > hi }
}
