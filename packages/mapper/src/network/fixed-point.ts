/** Least and greatest wide value. */
export const WIDE_MIN = -32768
export const WIDE_MAX = 32767

/** Greatest magnitude that wide values of an imported network have; beyond it lies the threshold that none reaches. */
export const WIDE_BOUND = 32766

/** Saturates to int16. */
export function saturate(value: number): number {
  return Math.max(WIDE_MIN, Math.min(WIDE_MAX, value))
}

/** value / 2^shift, rounded half up; exact while |value| < 2^52. */
export function shiftRounded(value: number, shift: number): number {
  return shift === 0 ? value : Math.floor(value / 2 ** shift + 0.5)
}
