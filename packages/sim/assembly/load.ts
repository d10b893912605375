import { copyBytes } from './copy'

/** LOAD_WEIGHTS: `rows` x `words` words, words fastest, from `from` to the bank's first word at `to`. */
export function loadWeights(from: usize, to: usize, bytes: i32, rowBytes: i32, rows: i32): void {
  for (let row = 0; row < rows; row++) {
    copyBytes(from, to, bytes)
    from += bytes
    to += rowBytes
  }
}

/** LOAD_THRESHOLDS: `slots` x `rows` thresholds, rows fastest, of `bytes` bytes in the stream, 32 - accBits = `shift`. */
export function loadThresholds(
  from: usize,
  to: usize,
  slots: i32,
  rows: i32,
  slotBytes: i32,
  bytes: i32,
  shift: i32,
): void {
  for (let slot = 0; slot < slots; slot++) {
    for (let row = 0; row < rows; row++) {
      // Whatever lies above the threshold's accBits, the shifts remove
      store<i32>(to + (row << 2), (load<i32>(from) << shift) >> shift)
      from += bytes
    }
    to += slotBytes
  }
}
