import {
  AccFile,
  AccValid,
  Groups,
  RowStride,
  RowsUsed,
  TapConstant,
  WordBytes,
} from '../src/fast/descriptor'
import { clearBytes } from './copy'
import { field, pointer } from './field'
import { countsPointer, PixelTapCount, PixelValid, Sums } from './scratch'
import { pairPointer } from './taps'

// Sums stay modulo 2^32 until they leave the array: doubling and adding commute with the wrap to accBits.

/** Starts the sums of `count` pixels from the accumulator file, whose entry `first` is the first pixel's: twice the counts less the valid lanes. */
export function loadSums(run: usize, first: i32, count: i32): void {
  const pixelBytes = field(run, RowStride) << 2
  const rowBytes = field(run, RowsUsed) << 2
  let entry = pointer(run, AccFile) + first * pixelBytes
  let sums: usize = Sums
  for (let i = 0; i < count; i++) {
    const valid = load<i32>(pointer(run, AccValid) + ((first + i) << 2))
    store<i32>(i << 2, valid, PixelValid)
    sumsOfCounts(entry, sums, rowBytes, valid)
    sums += pixelBytes
    entry += pixelBytes
  }
}

/** Sums of the counts at `from`, which may be the same place as `to`. */
export function sumsOfCounts(from: usize, to: usize, bytes: i32, valid: i32): void {
  const valids = i32x4.splat(valid)
  for (let at = 0; at < bytes; at += 16) {
    v128.store(to + at, i32x4.sub(i32x4.shl(v128.load(from + at), 1), valids))
  }
}

/** Starts pixels from nothing. */
export function clearValid(count: i32): void {
  memory.fill(PixelValid, 0, count << 2)
}

/** Valid lanes of pixel `i` after a plane pair: a word that is subtracted is added inverted, and its lanes count 2 * lanes - valid. */
export function addValid(run: usize, pair: i32, i: i32, taps: i32): void {
  const at = pairPointer(run, pair)
  const tapConstant = field(run, TapConstant)
  const lanes = (field(run, WordBytes) * field(run, Groups)) << 3
  const tapValid = load<i32>(at, 12) !== 0 ? tapConstant : 2 * lanes - tapConstant
  store<i32>(i << 2, (load<i32>(i << 2, PixelValid) << load<i32>(at, 8)) + taps * tapValid, PixelValid)
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
    const taps = load<i32>(i << 2, PixelTapCount)
    const total = taps * tapConstant
    addValid(run, pair, i, taps)
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

/** Stores the counts of one pixel's sums, of 31 - `shift` bits, in an entry of the accumulator file. */
export function saveCounts(sums: usize, valid: i32, entry: usize, rows: i32, shift: i32): void {
  let row = 0
  const valids = i32x4.splat(valid)
  for (; row + 4 <= rows; row += 4) {
    const twice = i32x4.add(v128.load(sums + (row << 2)), valids)
    v128.store(entry + (row << 2), i32x4.shr_u(i32x4.shl(twice, shift), shift + 1))
  }
  for (; row < rows; row++) {
    const twice = <u32>(load<i32>(sums + (row << 2)) + valid)
    store<u32>(entry + (row << 2), (twice << shift) >> (shift + 1))
  }
}
