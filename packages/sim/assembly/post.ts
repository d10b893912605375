import {
  Mode,
  RowStride,
  RowsUsed,
  Scratch,
  SegmentBit,
  Segmented,
  SegmentRows,
  ThresholdBase,
  Thresholds,
  WordBytes,
} from '../src/fast/descriptor'
import { field, pointer } from './field'
import { Codes, RowBits } from './scratch'

/** Compares a pixel's sums with the thresholds; `keep` keeps the larger code of the window. */
export function comparePixel(run: usize, sums: usize, keep: bool): void {
  const codes = pointer(run, Scratch) + Codes
  const rows = field(run, RowsUsed)
  const count = field(run, Thresholds)
  const slotBytes = field(run, RowStride) << 2
  const thresholds = pointer(run, ThresholdBase)
  for (let row = 0; row < rows; row += 16) {
    const sum = sums + (row << 2)
    const sum0 = v128.load(sum)
    const sum1 = v128.load(sum, 16)
    const sum2 = v128.load(sum, 32)
    const sum3 = v128.load(sum, 48)
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
    v128.store(codes + row, keep ? i8x16.max_u(code, v128.load(codes + row)) : code)
  }
}

/** Bit `plane` of each row's code or, in RAW, sum; rows not used are 0. */
export function gatherPlane(run: usize, sums: usize, plane: i32): void {
  const scratch = pointer(run, Scratch)
  const rows = field(run, RowsUsed)
  const raw = field(run, Mode) === 2
  for (let row = 0; row < rows; row += 16) {
    let bits = 0
    if (raw) {
      const sum = sums + (row << 2)
      bits = i32x4.bitmask(i32x4.shl(v128.load(sum), 31 - plane))
      bits |= i32x4.bitmask(i32x4.shl(v128.load(sum, 16), 31 - plane)) << 4
      bits |= i32x4.bitmask(i32x4.shl(v128.load(sum, 32), 31 - plane)) << 8
      bits |= i32x4.bitmask(i32x4.shl(v128.load(sum, 48), 31 - plane)) << 12
    } else {
      bits = i8x16.bitmask(i8x16.shl(v128.load(scratch + row, Codes), 7 - plane))
    }
    const left = rows - row
    if (left < 16) bits &= (1 << left) - 1
    store<u16>(scratch + (row >> 3), <u16>bits, RowBits)
  }
}

/** Writes word `word` of the gathered plane to the activation word at `to`. */
export function writeWord(run: usize, word: i32, to: usize): void {
  const wordBytes = field(run, WordBytes)
  const bits = pointer(run, Scratch) + RowBits
  if (field(run, Segmented) === 0) {
    memory.copy(to, bits + word * wordBytes, wordBytes)
    return
  }
  // The bits below the segment stay, the ones above are cleared
  const shift = field(run, SegmentBit) & 7
  const end = to + wordBytes
  let at = to + (field(run, SegmentBit) >> 3)
  let carry = <u32>load<u8>(at) & ((1 << shift) - 1)
  const bytes = (field(run, SegmentRows) + 7) >> 3
  for (let i = 0; i < bytes; i++) {
    const byte = <u32>load<u8>(bits + i)
    store<u8>(at++, <u8>(carry | (byte << shift)))
    carry = byte >> (8 - shift)
  }
  while (at < end) {
    store<u8>(at++, <u8>carry)
    carry = 0
  }
}
