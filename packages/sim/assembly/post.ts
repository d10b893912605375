import { OutWords, SegmentBit, Segmented, SegmentRows, WordBytes } from '../src/fast/descriptor'
import { clearBytes, copyBytes } from './copy'
import { field } from './field'
import { Codes, RowBits } from './scratch'

/**
 * Compares a pixel's sums, wrapped to 32 - `shift` bits, with `count` slots of thresholds; `keep` keeps the larger code of the
 * window.
 */
export function comparePixel(
  sums: usize,
  rows: i32,
  shift: i32,
  thresholds: usize,
  count: i32,
  slotBytes: i32,
  keep: bool,
): void {
  for (let row = 0; row < rows; row += 16) {
    const sum = sums + (row << 2)
    const sum0 = i32x4.shr_s(i32x4.shl(v128.load(sum), shift), shift)
    const sum1 = i32x4.shr_s(i32x4.shl(v128.load(sum, 16), shift), shift)
    const sum2 = i32x4.shr_s(i32x4.shl(v128.load(sum, 32), shift), shift)
    const sum3 = i32x4.shr_s(i32x4.shl(v128.load(sum, 48), shift), shift)
    let code = i8x16.splat(0)
    let threshold = thresholds + (row << 2)
    for (let t = 0; t < count; t++) {
      const low = i16x8.narrow_i32x4_s(
        i32x4.ge_s(sum0, v128.load(threshold)),
        i32x4.ge_s(sum1, v128.load(threshold, 16)),
      )
      const high = i16x8.narrow_i32x4_s(
        i32x4.ge_s(sum2, v128.load(threshold, 32)),
        i32x4.ge_s(sum3, v128.load(threshold, 48)),
      )
      code = i8x16.sub(code, i8x16.narrow_i16x8_s(low, high))
      threshold += slotBytes
    }
    v128.store(row, keep ? i8x16.max_u(code, v128.load(row, Codes)) : code, Codes)
  }
}

/** Gathers bit `plane` of each row's code; rows not used are 0. */
export function gatherCodes(rows: i32, plane: i32): void {
  for (let row = 0; row < rows; row += 16) {
    storeBits(rows, row, i8x16.bitmask(i8x16.shl(v128.load(row, Codes), 7 - plane)))
  }
}

/** Gathers bit `plane` of each row's sum. */
export function gatherSums(sums: usize, rows: i32, plane: i32): void {
  for (let row = 0; row < rows; row += 16) {
    const sum = sums + (row << 2)
    let bits = i32x4.bitmask(i32x4.shl(v128.load(sum), 31 - plane))
    bits |= i32x4.bitmask(i32x4.shl(v128.load(sum, 16), 31 - plane)) << 4
    bits |= i32x4.bitmask(i32x4.shl(v128.load(sum, 32), 31 - plane)) << 8
    bits |= i32x4.bitmask(i32x4.shl(v128.load(sum, 48), 31 - plane)) << 12
    storeBits(rows, row, bits)
  }
}

function storeBits(rows: i32, row: i32, bits: i32): void {
  const left = rows - row
  store<u16>(row >> 3, <u16>(left < 16 ? bits & ((1 << left) - 1) : bits), RowBits)
}

/** Clears the gathered bits, those of rows that no RUN uses included. */
export function clearRowBits(): void {
  clearBytes(RowBits, 80)
}

/** Writes the gathered plane to the activation word at `to` and, with more rows than lanes, to those behind it. */
export function writePlane(run: usize, to: usize): void {
  const wordBytes = field(run, WordBytes)
  if (field(run, Segmented) === 0) copyBytes(RowBits, to, field(run, OutWords) * wordBytes)
  else writeSegment(field(run, SegmentBit), field(run, SegmentRows), to, wordBytes)
}

/** Writes one segment of a word: the bits below it stay, the ones above are cleared. */
function writeSegment(bit: i32, rows: i32, to: usize, wordBytes: i32): void {
  const shift = bit & 7
  const end = to + wordBytes
  let at = to + (bit >> 3)
  let carry = <u32>load<u8>(at) & ((1 << shift) - 1)
  const bytes = (rows + 7) >> 3
  for (let i = 0; i < bytes; i++) {
    const byte = <u32>load<u8>(i, RowBits)
    store<u8>(at++, <u8>(carry | (byte << shift)))
    carry = byte >> (8 - shift)
  }
  while (at < end) {
    store<u8>(at++, <u8>carry)
    carry = 0
  }
}
