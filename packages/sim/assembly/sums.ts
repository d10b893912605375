import { AccFile, AccShift, Load, RowStride, RowsUsed, Scratch, TapConstant } from '../src/fast/descriptor'
import { field, pointer } from './field'
import { countsPointer, PixelTapCount, Sums } from './scratch'
import { pairPointer } from './taps'

// Sums stay modulo 2^32 until they leave the array: doubling and adding commute with the wrap to accBits.

/** Starts the sums of `count` pixels from 0 or from the accumulator file, whose entry `first` is the first pixel's. */
export function startSums(run: usize, first: i32, count: i32): void {
  const sums = pointer(run, Scratch) + Sums
  const pixelBytes = field(run, RowStride) << 2
  if (field(run, Load) === 0) memory.fill(sums, 0, count * pixelBytes)
  else memory.copy(sums, pointer(run, AccFile) + first * pixelBytes, count * pixelBytes)
}

/** Adds a plane pair's counts, of 16 or 32 bits: sum = (double ? 2 * sum : sum) +- (taps * TapConstant - 2 * mismatches). */
export function addPair(run: usize, pair: i32, count: i32, narrow: bool): void {
  const at = pairPointer(run, pair)
  const double = load<i32>(at, 8)
  const negate = load<i32>(at, 12) !== 0
  const scratch = pointer(run, Scratch)
  const stride = field(run, RowStride)
  const rows = field(run, RowsUsed)
  const factor = i32x4.splat(negate ? 2 : -2)
  let sums = scratch + Sums
  let counts = countsPointer(run)
  for (let i = 0; i < count; i++) {
    const total = load<i32>(scratch + (i << 2), PixelTapCount) * field(run, TapConstant)
    const constant = i32x4.splat(negate ? -total : total)
    if (total === 0) {
      for (let row = 0; row < rows; row += 4) {
        const sum = sums + (row << 2)
        v128.store(sum, i32x4.shl(v128.load(sum), double))
      }
    } else if (narrow) {
      for (let row = 0; row < rows; row += 4) {
        const sum = sums + (row << 2)
        const ones = v128.load16x4_u(counts + (row << 1))
        v128.store(sum, addScaled(v128.load(sum), double, constant, ones, factor))
      }
    } else {
      for (let row = 0; row < rows; row += 4) {
        const sum = sums + (row << 2)
        v128.store(sum, addScaled(v128.load(sum), double, constant, v128.load(counts + (row << 2)), factor))
      }
    }
    sums += stride << 2
    counts += narrow ? stride << 1 : stride << 2
  }
}

function addScaled(sum: v128, double: i32, constant: v128, ones: v128, factor: v128): v128 {
  return i32x4.add(i32x4.add(i32x4.shl(sum, double), constant), i32x4.mul(ones, factor))
}

/** Wraps the sums of one pixel to accBits, two's complement. */
export function wrapSums(run: usize, sums: usize): void {
  const shift = field(run, AccShift)
  const end = sums + (field(run, RowsUsed) << 2)
  for (let at = sums; at < end; at += 16) {
    v128.store(at, i32x4.shr_s(i32x4.shl(v128.load(at), shift), shift))
  }
}
