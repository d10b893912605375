import {
  AccFileWriteBits,
  AccFileWrites,
  CodeBits,
  DrainBits,
  DrainWrites,
  PostCompares,
  PostWords,
  PostWriteBits,
  PreviousCode,
  PreviousDrain,
} from '../src/fast/activity-state'
import { AccShift, ActivityState, RowsUsed, Scratch, Thresholds, WordBytes } from '../src/fast/descriptor'
import { field, pointer } from './field'
import { Codes, Pieces } from './scratch'
import { toggledBits } from './toggles'

/** Adds to an activity count. */
export function countUp(run: usize, count: i32, amount: i64): void {
  const at = pointer(run, ActivityState) + (count << 3)
  store<f64>(at, load<f64>(at) + <f64>amount)
}

/** Counts the write of a pixel's sums to the accumulator file entry at `entry`. */
export function traceSave(run: usize, entry: usize, sums: usize): void {
  countUp(run, AccFileWrites, field(run, RowsUsed))
  countUp(run, AccFileWriteBits, changedSums(run, entry, sums))
}

/** Counts the sums handed to the drain registers. */
export function traceDrain(run: usize, sums: usize): void {
  const drain = pointer(run, ActivityState) + PreviousDrain
  countUp(run, DrainWrites, field(run, RowsUsed))
  countUp(run, DrainBits, changedSums(run, drain, sums))
  memory.copy(drain, sums, field(run, RowsUsed) << 2)
}

/** Counts a pixel's comparisons and the window codes that changed. */
export function traceCodes(run: usize): void {
  const codes = pointer(run, Scratch) + Codes
  const previous = pointer(run, ActivityState) + PreviousCode
  const rows = field(run, RowsUsed)
  countUp(run, PostCompares, rows * field(run, Thresholds))
  countUp(run, CodeBits, toggledBits(codes, previous, rows))
  memory.copy(previous, codes, rows)
}

/** Remembers an output word before it is written. */
export function traceWriting(run: usize, to: usize): void {
  memory.copy(wordBefore(run), to, field(run, WordBytes))
}

/** Counts an output word after it was written. */
export function traceWritten(run: usize, to: usize): void {
  countUp(run, PostWords, 1)
  countUp(run, PostWriteBits, toggledBits(wordBefore(run), to, field(run, WordBytes)))
}

/** The list of pieces is free in a traced run. */
function wordBefore(run: usize): usize {
  return pointer(run, Scratch) + Pieces
}

/** Bits of accBits that differ between the sums of the rows used at `a` and at `b`. */
function changedSums(run: usize, a: usize, b: usize): i64 {
  const shift = field(run, AccShift)
  const bytes = field(run, RowsUsed) << 2
  let bits: i64 = 0
  for (let at = 0; at < bytes; at += 4) {
    bits += popcnt<u32>((load<u32>(a + at) ^ load<u32>(b + at)) << shift)
  }
  return bits
}
