import {
  Groups,
  KernelHeight,
  KernelWidth,
  RowStride,
  RowsUsed,
  WeightBase,
  WeightRowBytes,
  WordBytes,
} from '../src/fast/descriptor'
import { buildTables } from './build-tables'
import { clearBytes } from './copy'
import { field, pointer } from './field'
import { lookUp16, lookUp32, lookUp64 } from './lookup'
import { ChunkBytes, countsPointer, Visits } from './scratch'
import { actPointer, pairPointer, weightOffset } from './taps'

/**
 * Mismatches of the first `count` listed pixels with each row in one plane pair, as 16-bit counts (so a pixel's operands
 * must be shorter than 65536 bits). For every nibble of the weights a table gives the mismatches of all rows with each
 * of the 16 nibbles an activation may have; a pixel then costs one lookup and one addition a nibble for 16 rows.
 */
export function countByTable(run: usize, pair: i32, count: i32): void {
  const counts = countsPointer(field(run, RowStride))
  const at = pairPointer(run, pair)
  const rowsUsed = field(run, RowsUsed)
  const rowBytes = field(run, WeightRowBytes)
  const bytes = field(run, Groups) * field(run, WordBytes)
  const height = field(run, KernelHeight)
  const width = field(run, KernelWidth)
  clearBytes(counts, (count * field(run, RowStride)) << 1)
  for (let ky = 0; ky < height; ky++) {
    for (let kx = 0; kx < width; kx++) {
      const end = listVisits(run, ky, kx, load<i32>(at), count, counts)
      if (end === Visits) continue
      const weights = pointer(run, WeightBase) + weightOffset(run, ky, kx, load<i32>(at, 4))
      for (let row = 0; row < rowsUsed; ) {
        const left = rowsUsed - row
        const block = left > 48 ? 64 : left > 16 ? 32 : 16
        for (let from = 0; from < bytes; from += ChunkBytes) {
          const chunk = min(ChunkBytes, bytes - from)
          buildTables(weights + row * rowBytes + from, rowBytes, chunk, block)
          if (block === 64) lookUp64(end, from, chunk, row << 1)
          else if (block === 32) lookUp32(end, from, chunk, row << 1)
          else lookUp16(end, from, chunk, row << 1)
        }
        row += block
      }
    }
  }
}

/** Lists the pixels that visit a tap: pointers to the activations and to the pixel's counts; returns the end. */
function listVisits(run: usize, ky: i32, kx: i32, offset: i32, count: i32, counts: usize): usize {
  const countBytes = field(run, RowStride) << 1
  let visit: usize = Visits
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
