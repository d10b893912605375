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
import { AccShift, ActivityState, RowsUsed, Thresholds, WordBytes } from '../src/fast/descriptor'
import { field, pointer } from './field'
import { Codes, Pieces } from './scratch'
import { toggledBits } from './toggles'

/** Adds to an activity count. */
export function countUp(run: usize, count: i32, amount: i64): void {
  const at = pointer(run, ActivityState) + (count << 3)
  store<f64>(at, load<f64>(at) + <f64>amount)
}

/** Counts the write of a pixel's counts to the accumulator file entry at `entry`. */
export function traceSave(run: usize, entry: usize, counts: usize): void {
  countUp(run, AccFileWrites, field(run, RowsUsed))
  countUp(run, AccFileWriteBits, changedCounts(run, entry, counts))
}

/** Counts the counts handed to the drain registers. */
export function traceDrain(run: usize, counts: usize): void {
  const drain = pointer(run, ActivityState) + PreviousDrain
  countUp(run, DrainWrites, field(run, RowsUsed))
  countUp(run, DrainBits, changedCounts(run, drain, counts))
  memory.copy(drain, counts, field(run, RowsUsed) << 2)
}

/** Counts a pixel's comparisons and the window codes that changed. */
export function traceCodes(run: usize): void {
  const previous = pointer(run, ActivityState) + PreviousCode
  const rows = field(run, RowsUsed)
  countUp(run, PostCompares, rows * field(run, Thresholds))
  countUp(run, CodeBits, toggledBits(Codes, previous, rows))
  memory.copy(previous, Codes, rows)
}

/** Remembers the output words of a plane before they are written, in the list of pieces: a traced run has no other use for it. */
export function traceWriting(to: usize, bytes: i32): void {
  memory.copy(Pieces, to, bytes)
}

/** Counts the output words of a plane after they were written. */
export function traceWritten(run: usize, to: usize, words: i32): void {
  countUp(run, PostWords, words)
  countUp(run, PostWriteBits, toggledBits(Pieces, to, words * field(run, WordBytes)))
}

/** Bits that differ between the counts of the rows used at `a` and at `b`. */
function changedCounts(run: usize, a: usize, b: usize): i64 {
  const shift = field(run, AccShift) + 1
  const bytes = field(run, RowsUsed) << 2
  let bits: i64 = 0
  for (let at = 0; at < bytes; at += 4) {
    bits += popcnt<u32>((load<u32>(a + at) ^ load<u32>(b + at)) << shift)
  }
  return bits
}
