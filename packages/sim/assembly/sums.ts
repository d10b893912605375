import { AccFile, RowStride, RowsUsed, TapConstant } from '../src/fast/descriptor'
import { clearBytes } from './copy'
import { field, pointer } from './field'
import { countsPointer, PixelTapCount, Sums } from './scratch'
import { pairPointer } from './taps'

// Sums stay modulo 2^32 until they leave the array: doubling and adding commute with the wrap to accBits.

/** Starts the sums of `count` pixels from the accumulator file, whose entry `first` is the first pixel's. */
export function loadSums(run: usize, first: i32, count: i32): void {
  const pixelBytes = field(run, RowStride) << 2
  memory.copy(Sums, pointer(run, AccFile) + first * pixelBytes, count * pixelBytes)
}

/**
 * Adds a plane pair's counts, of 16 or 32 bits: sum = (double ? 2 * sum : sum) +- (taps * TapConstant - 2 * mismatches).
 *
 * @param start - the sums start here, from 0
 */
export function addPair(run: usize, pair: i32, count: i32, narrow: bool, start: bool): void {
  const at = pairPointer(run, pair)
  const double = load<i32>(at, 8)
  const negate = load<i32>(at, 12) !== 0
  const stride = field(run, RowStride)
  const rowBytes = field(run, RowsUsed) << 2
  const tapConstant = field(run, TapConstant)
  const sign = i32x4.splat(negate ? -1 : 0)
  let sums: usize = Sums
  let counts = countsPointer(stride)
  for (let i = 0; i < count; i++) {
    const total = load<i32>(i << 2, PixelTapCount) * tapConstant
    if (start && (total === 0 || !narrow || negate)) clearBytes(sums, stride << 2)
    if (total === 0) doubleSums(sums, rowBytes, double)
    else if (start && narrow && !negate) startNarrow(sums, rowBytes, i32x4.splat(total), counts)
    else if (narrow) addNarrow(sums, rowBytes, double, i32x4.splat(total), counts, sign)
    else addWide(sums, rowBytes, double, i32x4.splat(total), counts, sign)
    sums += stride << 2
    counts += narrow ? stride << 1 : stride << 2
  }
}

/** A pixel of null words. */
function doubleSums(sums: usize, bytes: i32, double: i32): void {
  for (let end = sums + bytes; sums < end; sums += 16) v128.store(sums, i32x4.shl(v128.load(sums), double))
}

/** The most frequent case by far: the only pair, not negated. */
function startNarrow(sums: usize, bytes: i32, total: v128, counts: usize): void {
  for (let end = sums + bytes; sums < end; sums += 16) {
    v128.store(sums, i32x4.sub(total, i32x4.shl(v128.load16x4_u(counts), 1)))
    counts += 8
  }
}

function addNarrow(sums: usize, bytes: i32, double: i32, total: v128, counts: usize, sign: v128): void {
  for (let end = sums + bytes; sums < end; sums += 16) {
    v128.store(sums, added(v128.load(sums), double, total, v128.load16x4_u(counts), sign))
    counts += 8
  }
}

function addWide(sums: usize, bytes: i32, double: i32, total: v128, counts: usize, sign: v128): void {
  for (let end = sums + bytes; sums < end; sums += 16) {
    v128.store(sums, added(v128.load(sums), double, total, v128.load(counts), sign))
    counts += 16
  }
}

/** @param sign - all ones to subtract instead of add */
function added(sum: v128, double: i32, total: v128, ones: v128, sign: v128): v128 {
  const partial = i32x4.sub(total, i32x4.shl(ones, 1))
  return i32x4.add(i32x4.shl(sum, double), i32x4.sub(v128.xor(partial, sign), sign))
}

/** Stores the sums of one pixel, wrapped to 32 - `shift` bits, in an entry of the accumulator file. */
export function saveSums(sums: usize, entry: usize, rows: i32, shift: i32): void {
  let row = 0
  for (; row + 4 <= rows; row += 4) {
    v128.store(entry + (row << 2), i32x4.shr_s(i32x4.shl(v128.load(sums + (row << 2)), shift), shift))
  }
  for (; row < rows; row++) store<i32>(entry + (row << 2), (load<i32>(sums + (row << 2)) << shift) >> shift)
}
