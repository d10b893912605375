import {
  AccBits,
  AccFileReadBits,
  AccFileReads,
  AccWrites,
  ActReadBits,
  MatchBits,
  NullWords,
  PreviousAcc,
  PreviousAct,
  PreviousRead,
  PreviousWords,
  RowWords,
  WeightReadBits,
  Words,
} from '../src/fast/activity-state'
import {
  AccFile,
  AccShift,
  ActivityState,
  Groups,
  KernelHeight,
  KernelWidth,
  LastValid,
  Load,
  Pairs,
  RowStride,
  RowsUsed,
  WeightBase,
  WeightRowBytes,
  WordBytes,
} from '../src/fast/descriptor'
import { field, pointer } from './field'
import { PixelTapCount } from './scratch'
import { actPointer, pairPointer, weightOffset } from './taps'
import { toggledBits } from './toggles'
import { countUp } from './trace-post'

/** Issues the words of listed pixel `i`, pixel `index` of the RUN, one by one; leaves its sums, wrapped, at `sums`. */
export function tracePixel(run: usize, i: i32, index: i32, sums: usize): void {
  startAccumulators(run, index, sums)
  const taps = load<i32>(i << 2, PixelTapCount)
  const pairs = field(run, Pairs)
  for (let pair = 0; pair < pairs; pair++) {
    const double = load<i32>(pairPointer(run, pair), 8)
    if (taps === 0) {
      countUp(run, NullWords, 1)
      traceNullWord(run, double, sums)
    } else {
      tracePair(run, i, pair, double, sums)
    }
  }
}

/** The value before the first word: 0 or the accumulator file's entry. */
function startAccumulators(run: usize, index: i32, sums: usize): void {
  const bytes = field(run, RowsUsed) << 2
  if (field(run, Load) === 0) {
    memory.fill(sums, 0, bytes)
    return
  }
  const entry = pointer(run, AccFile) + ((index * field(run, RowStride)) << 2)
  const previous = pointer(run, ActivityState) + PreviousRead
  const shift = field(run, AccShift)
  let toggled: i64 = 0
  for (let at = 0; at < bytes; at += 4) {
    toggled += popcnt<u32>((load<u32>(entry + at) ^ load<u32>(previous + at)) << shift)
  }
  memory.copy(previous, entry, bytes)
  memory.copy(sums, entry, bytes)
  countUp(run, AccFileReads, field(run, RowsUsed))
  countUp(run, AccFileReadBits, toggled)
}

function tracePair(run: usize, i: i32, pair: i32, double: i32, sums: usize): void {
  const at = pairPointer(run, pair)
  const negate = load<i32>(at, 12) !== 0
  const groups = field(run, Groups)
  const wordBytes = field(run, WordBytes)
  const height = field(run, KernelHeight)
  const width = field(run, KernelWidth)
  let shift = double
  for (let ky = 0; ky < height; ky++) {
    for (let kx = 0; kx < width; kx++) {
      let act = actPointer(run, i, ky, kx, load<i32>(at))
      if (act === 0) continue
      let weights = pointer(run, WeightBase) + weightOffset(run, ky, kx, load<i32>(at, 4))
      for (let group = 0; group < groups; group++) {
        const valid = group === groups - 1 ? field(run, LastValid) : wordBytes << 3
        traceWord(run, act, weights, valid, negate, shift, sums)
        shift = 0
        act += wordBytes
        weights += wordBytes
      }
    }
  }
}

/** A word without operands: accumulators only double. */
function traceNullWord(run: usize, double: i32, sums: usize): void {
  const shift = field(run, AccShift)
  const acc = pointer(run, ActivityState) + PreviousAcc
  const rows = field(run, RowsUsed)
  let toggled: i64 = 0
  for (let at = 0; at < rows << 2; at += 4) {
    const sum = ((load<i32>(sums + at) << double) << shift) >> shift
    toggled += popcnt<u32>((sum ^ load<i32>(acc + at)) << shift)
    store<i32>(sums + at, sum)
    store<i32>(acc + at, sum)
  }
  countUp(run, Words, 1)
  countUp(run, AccWrites, rows)
  countUp(run, AccBits, toggled)
}

/** One word on all rows used: XNOR, count, accumulate. */
function traceWord(
  run: usize,
  act: usize,
  weights: usize,
  valid: i32,
  negate: bool,
  double: i32,
  sums: usize,
): void {
  const state = pointer(run, ActivityState)
  const wordBytes = field(run, WordBytes)
  const rowBytes = field(run, WeightRowBytes)
  const rows = field(run, RowsUsed)
  const shift = field(run, AccShift)
  const tail = wordBytes & 7
  const tailMask: u64 = tail === 0 ? ~(<u64>0) : ((<u64>1) << (tail << 3)) - 1
  let previous = state + PreviousWords
  let weightToggles: i64 = 0
  let matchToggles: i64 = 0
  let accToggles: i64 = 0
  for (let row = 0; row < rows; row++) {
    let matches: i64 = 0
    for (let at = 0; at < wordBytes; at += 8) {
      const mask = at + 8 > wordBytes ? tailMask : ~(<u64>0)
      const weight = load<u64>(weights + at) & mask
      const match = ~(load<u64>(act + at) ^ weight) & mask
      weightToggles += popcnt<u64>(weight ^ load<u64>(previous))
      matchToggles += popcnt<u64>(match ^ load<u64>(previous, 8))
      matches += popcnt<u64>(match)
      store<u64>(previous, weight)
      store<u64>(previous, match, 8)
      previous += 16
    }
    const partial = 2 * <i32>matches - valid
    const base = load<i32>(sums + (row << 2)) << double
    const sum = ((negate ? base - partial : base + partial) << shift) >> shift
    accToggles += popcnt<u32>((sum ^ load<i32>(state + (row << 2), PreviousAcc)) << shift)
    store<i32>(sums + (row << 2), sum)
    store<i32>(state + (row << 2), sum, PreviousAcc)
    weights += rowBytes
  }
  countUp(run, Words, 1)
  countUp(run, RowWords, rows)
  countUp(run, AccWrites, rows)
  countUp(run, ActReadBits, toggledBits(act, state + PreviousAct, wordBytes))
  countUp(run, WeightReadBits, weightToggles)
  countUp(run, MatchBits, matchToggles)
  countUp(run, AccBits, accToggles)
  memory.copy(state + PreviousAct, act, wordBytes)
}
