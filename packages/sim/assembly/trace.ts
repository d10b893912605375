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
  AccValid,
  ActivityState,
  Groups,
  KernelHeight,
  KernelWidth,
  Load,
  Pairs,
  RowStride,
  RowsUsed,
  Save,
  SaveCounts,
  WeightBase,
  WeightRowBytes,
  WordBytes,
} from '../src/fast/descriptor'
import { field, pointer } from './field'
import { PixelTapCount, PixelValid } from './scratch'
import { addValid, clearValid, sumsOfCounts } from './sums'
import { actPointer, pairPointer, weightOffset } from './taps'
import { countUp, traceDrain, traceSave } from './trace-post'

/**
 * Issues the words of listed pixel `i`, pixel `index` of the RUN, one by one; leaves the rows' counts, wrapped, at `counts` and the valid
 * lanes first in `PixelValid`.
 */
export function tracePixel(run: usize, i: i32, index: i32, counts: usize): void {
  startAccumulators(run, index, counts)
  const taps = load<i32>(i << 2, PixelTapCount)
  const pairs = field(run, Pairs)
  for (let pair = 0; pair < pairs; pair++) {
    const double = load<i32>(pairPointer(run, pair), 8)
    if (taps === 0) {
      countUp(run, NullWords, 1)
      traceNullWord(run, double, counts)
    } else {
      tracePair(run, i, pair, double, counts)
    }
    addValid(run, pair, 0, taps)
  }
}

/** Takes the counts at `counts` to the file or to the drain registers, and makes sums of them. */
export function traceEnd(run: usize, index: i32, counts: usize): void {
  if (field(run, Save) === SaveCounts) {
    traceSave(run, pointer(run, AccFile) + ((index * field(run, RowStride)) << 2), counts)
  } else {
    traceDrain(run, counts)
  }
  sumsOfCounts(counts, counts, field(run, RowsUsed) << 2, load<i32>(PixelValid))
}

/** Bits in front of a count in 32 bits. */
function countShift(run: usize): i32 {
  return field(run, AccShift) + 1
}

/** The value before the first word: 0 or the accumulator file's entry. */
function startAccumulators(run: usize, index: i32, counts: usize): void {
  const bytes = field(run, RowsUsed) << 2
  if (field(run, Load) === 0) {
    memory.fill(counts, 0, bytes)
    clearValid(1)
    return
  }
  const entry = pointer(run, AccFile) + ((index * field(run, RowStride)) << 2)
  const previous = pointer(run, ActivityState) + PreviousRead
  const shift = countShift(run)
  let toggled: i64 = 0
  for (let at = 0; at < bytes; at += 4) {
    toggled += popcnt<u32>((load<u32>(entry + at) ^ load<u32>(previous + at)) << shift)
  }
  memory.copy(previous, entry, bytes)
  memory.copy(counts, entry, bytes)
  store<i32>(PixelValid, load<i32>(pointer(run, AccValid) + (index << 2)))
  countUp(run, AccFileReads, field(run, RowsUsed))
  countUp(run, AccFileReadBits, toggled)
}

function tracePair(run: usize, i: i32, pair: i32, double: i32, counts: usize): void {
  const at = pairPointer(run, pair)
  const invert: u64 = load<i32>(at, 12) !== 0 ? ~(<u64>0) : 0
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
        traceWord(run, act, weights, invert, shift, counts)
        shift = 0
        act += wordBytes
        weights += wordBytes
      }
    }
  }
}

/** A word without operands: accumulators only double. */
function traceNullWord(run: usize, double: i32, counts: usize): void {
  const shift = countShift(run)
  const acc = pointer(run, ActivityState) + PreviousAcc
  const rows = field(run, RowsUsed)
  let toggled: i64 = 0
  for (let at = 0; at < rows << 2; at += 4) {
    const count = ((load<u32>(counts + at) << double) << shift) >> shift
    toggled += popcnt<u32>(count ^ load<u32>(acc + at))
    store<u32>(counts + at, count)
    store<u32>(acc + at, count)
  }
  countUp(run, Words, 1)
  countUp(run, AccWrites, rows)
  countUp(run, AccBits, toggled)
}

/** One word on all rows used: XNOR, count, accumulate. @param invert - all ones in a word that is subtracted */
function traceWord(run: usize, act: usize, weights: usize, invert: u64, double: i32, counts: usize): void {
  const state = pointer(run, ActivityState)
  const wordBytes = field(run, WordBytes)
  const rowBytes = field(run, WeightRowBytes)
  const rows = field(run, RowsUsed)
  const shift = countShift(run)
  let previous = state + PreviousWords
  let weightToggles: i64 = 0
  let matchToggles: i64 = 0
  let accToggles: i64 = 0
  for (let row = 0; row < rows; row++) {
    let matches: i64 = 0
    for (let at = 0; at < wordBytes; at += 8) {
      const mask = maskAt(at, wordBytes)
      const weight = load<u64>(weights + at) & mask
      const match = ~(load<u64>(act + at) ^ invert ^ weight) & mask
      weightToggles += popcnt<u64>(weight ^ load<u64>(previous))
      matchToggles += popcnt<u64>(match ^ load<u64>(previous, 8))
      matches += popcnt<u64>(match)
      store<u64>(previous, weight)
      store<u64>(previous, match, 8)
      previous += 16
    }
    const base = load<u32>(counts + (row << 2)) << double
    const count = ((base + <u32>matches) << shift) >> shift
    accToggles += popcnt<u32>(count ^ load<u32>(state + (row << 2), PreviousAcc))
    store<u32>(counts + (row << 2), count)
    store<u32>(state + (row << 2), count, PreviousAcc)
    weights += rowBytes
  }
  countUp(run, Words, 1)
  countUp(run, RowWords, rows)
  countUp(run, AccWrites, rows)
  countUp(run, ActReadBits, traceOperands(state + PreviousAct, act, wordBytes, invert))
  countUp(run, WeightReadBits, weightToggles)
  countUp(run, MatchBits, matchToggles)
  countUp(run, AccBits, accToggles)
}

/** Toggled bits of the activations given to the rows; remembers them. */
function traceOperands(previous: usize, act: usize, wordBytes: i32, invert: u64): i64 {
  let toggled: i64 = 0
  for (let at = 0; at < wordBytes; at += 8) {
    const bits = (load<u64>(act + at) ^ invert) & maskAt(at, wordBytes)
    toggled += popcnt<u64>(bits ^ load<u64>(previous + at))
    store<u64>(previous + at, bits)
  }
  return toggled
}

/** The bits of a word of `wordBytes` bytes among the eight bytes from `at` on. */
function maskAt(at: i32, wordBytes: i32): u64 {
  return at + 8 > wordBytes ? ((<u64>1) << ((wordBytes & 7) << 3)) - 1 : ~(<u64>0)
}
