import {
  Groups,
  KernelHeight,
  KernelWidth,
  RowStride,
  RowsUsed,
  Scratch,
  WeightBase,
  WeightRowBytes,
  WordBytes,
} from '../src/fast/descriptor'
import { field, pointer } from './field'
import { lookUp16, lookUp32, lookUp64 } from './lookup'
import { ChunkBytes, countsPointer, NibbleOnes, Tables, Visits } from './scratch'
import { actPointer, pairPointer, weightOffset } from './taps'

/**
 * Mismatches of the first `count` listed pixels with each row in one plane pair, as 16-bit counts (so a pixel's operands
 * must be shorter than 65536 bits). For every nibble of the weights a table gives the mismatches of all rows with each
 * of the 16 nibbles an activation may have; a pixel then costs one lookup and one addition a nibble for 16 rows.
 */
export function countByTable(run: usize, pair: i32, count: i32): void {
  const scratch = pointer(run, Scratch)
  const counts = countsPointer(run)
  const at = pairPointer(run, pair)
  const rowsUsed = field(run, RowsUsed)
  const rowBytes = field(run, WeightRowBytes)
  const bytes = field(run, Groups) * field(run, WordBytes)
  const height = field(run, KernelHeight)
  const width = field(run, KernelWidth)
  memory.fill(counts, 0, (count * field(run, RowStride)) << 1)
  for (let ky = 0; ky < height; ky++) {
    for (let kx = 0; kx < width; kx++) {
      const visits = scratch + Visits
      const end = listVisits(run, ky, kx, load<i32>(at), count, counts, visits)
      if (end === visits) continue
      const weights = pointer(run, WeightBase) + weightOffset(run, ky, kx, load<i32>(at, 4))
      for (let row = 0; row < rowsUsed; ) {
        const left = rowsUsed - row
        const block = left > 48 ? 64 : left > 16 ? 32 : 16
        for (let from = 0; from < bytes; from += ChunkBytes) {
          const chunk = min(ChunkBytes, bytes - from)
          const tables = scratch + Tables
          buildTables(scratch + NibbleOnes, tables, weights + row * rowBytes + from, rowBytes, chunk, block)
          if (block === 64) lookUp64(visits, end, from, chunk, tables, row << 1)
          else if (block === 32) lookUp32(visits, end, from, chunk, tables, row << 1)
          else lookUp16(visits, end, from, chunk, tables, row << 1)
        }
        row += block
      }
    }
  }
}

/** Lists the pixels that visit a tap: pointers to the activations and to the pixel's counts; returns the end. */
function listVisits(
  run: usize,
  ky: i32,
  kx: i32,
  offset: i32,
  count: i32,
  counts: usize,
  visits: usize,
): usize {
  const countBytes = field(run, RowStride) << 1
  let visit = visits
  for (let i = 0; i < count; i++) {
    const act = actPointer(run, i, ky, kx, offset)
    if (act !== 0) {
      store<usize>(visit, act)
      store<usize>(visit, counts + i * countBytes, 4)
      visit += 8
    }
  }
  return visit
}

/** Tables of `chunk` bytes of the weights of `block` rows: [byte][low, high nibble][16 nibbles][rows]. */
function buildTables(
  ones: usize,
  tables: usize,
  weights: usize,
  rowBytes: i32,
  chunk: i32,
  block: i32,
): void {
  const low = i8x16.splat(15)
  for (let byte = 0; byte < chunk; byte++) {
    for (let row = 0; row < block; row += 16) {
      const nibbles = gatherBytes(weights + byte + row * rowBytes, rowBytes)
      let to = tables + byte * 32 * block + row
      fillTable(ones, to, v128.and(nibbles, low), block)
      to += 16 * block
      fillTable(ones, to, i8x16.shr_u(nibbles, 4), block)
    }
  }
}

/** One table for 16 rows: mismatches of each row's nibble with 0..15. */
function fillTable(ones: usize, to: usize, nibbles: v128, block: i32): void {
  for (let value = 0; value < 16; value++) {
    v128.store(to, i8x16.swizzle(v128.load(ones + (value << 4)), nibbles))
    to += block
  }
}

/** A byte of each of 16 rows. */
function gatherBytes(from: usize, rowBytes: i32): v128 {
  let bytes = i8x16.splat(0)
  bytes = v128.load8_lane(from, bytes, 0)
  bytes = v128.load8_lane(from + rowBytes, bytes, 1)
  bytes = v128.load8_lane(from + 2 * rowBytes, bytes, 2)
  bytes = v128.load8_lane(from + 3 * rowBytes, bytes, 3)
  bytes = v128.load8_lane(from + 4 * rowBytes, bytes, 4)
  bytes = v128.load8_lane(from + 5 * rowBytes, bytes, 5)
  bytes = v128.load8_lane(from + 6 * rowBytes, bytes, 6)
  bytes = v128.load8_lane(from + 7 * rowBytes, bytes, 7)
  bytes = v128.load8_lane(from + 8 * rowBytes, bytes, 8)
  bytes = v128.load8_lane(from + 9 * rowBytes, bytes, 9)
  bytes = v128.load8_lane(from + 10 * rowBytes, bytes, 10)
  bytes = v128.load8_lane(from + 11 * rowBytes, bytes, 11)
  bytes = v128.load8_lane(from + 12 * rowBytes, bytes, 12)
  bytes = v128.load8_lane(from + 13 * rowBytes, bytes, 13)
  bytes = v128.load8_lane(from + 14 * rowBytes, bytes, 14)
  return v128.load8_lane(from + 15 * rowBytes, bytes, 15)
}
