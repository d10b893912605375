/** Entries of the table, by the high byte of an int16. */
export const TANH_ENTRIES = 256

/**
 * The table of SCALE's functions: entry i holds 32767 · tanh((j + 0.5) / 32), rounded, for j = i below 128 and i − 256 above.
 *
 * It is odd: the entry of −1 − j is minus the entry of j. Sigmoid is (entry + 32768) >> 1, which is 32768 / (1 + e^−((j + 0.5) / 16)).
 */
export const TANH_TABLE: Int16Array = Int16Array.from({ length: TANH_ENTRIES }, (_, i) => {
  const j = i < 128 ? i : i - TANH_ENTRIES
  const magnitude = Math.round(32767 * Math.tanh(Math.abs(j + 0.5) / 32))
  return j < 0 ? -magnitude : magnitude
})
