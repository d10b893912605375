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
import { field, pointer } from './field'
import { countsPointer, Pieces, TailMasks } from './scratch'
import { actPointer, pairPointer, weightOffset } from './taps'

/** Vectors whose ones a byte can count: 31 * 8 = 248. */
const VectorsPerByte: i32 = 31

/**
 * Mismatches of the first `count` listed pixels with each row in one plane pair, as 32-bit counts: whole rows of weights are
 * compared with contiguous pieces of activations.
 */
export function countDirect(run: usize, pair: i32, count: i32): void {
  const rowsUsed = field(run, RowsUsed)
  const rowBytes = field(run, WeightRowBytes)
  const weights = pointer(run, WeightBase)
  let counts = countsPointer(field(run, RowStride))
  for (let i = 0; i < count; i++) {
    const end = listPieces(run, pair, i)
    for (let row = 0; row < rowsUsed; row += 4) {
      v128.store(counts + (row << 2), countFourRows(end, weights + row * rowBytes, rowBytes))
    }
    counts += field(run, RowStride) << 2
  }
}

/** Lists the operands of listed pixel `i`, joining taps that follow each other in both memories; returns the end. */
function listPieces(run: usize, pair: i32, i: i32): usize {
  const at = pairPointer(run, pair)
  const actOffset = load<i32>(at)
  const wOffset = load<i32>(at, 4)
  const bytes = field(run, Groups) * field(run, WordBytes)
  const height = field(run, KernelHeight)
  const width = field(run, KernelWidth)
  let piece: usize = Pieces
  let actNext: usize = 0
  let weightNext = 0
  for (let ky = 0; ky < height; ky++) {
    for (let kx = 0; kx < width; kx++) {
      const act = actPointer(run, i, ky, kx, actOffset)
      if (act === 0) continue
      const weight = weightOffset(run, ky, kx, wOffset)
      if (act === actNext && weight === weightNext) {
        store<i32>(piece - 12, load<i32>(piece - 12, 8) + bytes, 8)
      } else {
        store<usize>(piece, act)
        store<i32>(piece, weight, 4)
        store<i32>(piece, bytes, 8)
        piece += 12
      }
      actNext = act + bytes
      weightNext = weight + bytes
    }
  }
  return piece
}

/** Mismatches of four rows, from the one whose weights are at `weights` on. */
function countFourRows(end: usize, weights: usize, rowBytes: i32): v128 {
  let total = i32x4.splat(0)
  let ones0 = i8x16.splat(0)
  let ones1 = i8x16.splat(0)
  let ones2 = i8x16.splat(0)
  let ones3 = i8x16.splat(0)
  let left = VectorsPerByte
  for (let piece: usize = Pieces; piece < end; piece += 12) {
    let act = load<usize>(piece)
    let row0 = weights + load<i32>(piece, 4)
    let bytes = load<i32>(piece, 8)
    while (bytes > 0) {
      let vectors = bytes >> 4
      if (vectors === 0) {
        const mask = v128.load(bytes << 4, TailMasks)
        const a = v128.load(act)
        const row2 = row0 + 2 * rowBytes
        ones0 = i8x16.add(ones0, i8x16.popcnt(v128.and(mask, v128.xor(a, v128.load(row0)))))
        ones1 = i8x16.add(ones1, i8x16.popcnt(v128.and(mask, v128.xor(a, v128.load(row0 + rowBytes)))))
        ones2 = i8x16.add(ones2, i8x16.popcnt(v128.and(mask, v128.xor(a, v128.load(row2)))))
        ones3 = i8x16.add(ones3, i8x16.popcnt(v128.and(mask, v128.xor(a, v128.load(row2 + rowBytes)))))
        bytes = 0
        left--
      } else {
        if (vectors > left) vectors = left
        left -= vectors
        bytes -= vectors << 4
        const stop = act + (vectors << 4)
        let row1 = row0 + rowBytes
        let row2 = row1 + rowBytes
        let row3 = row2 + rowBytes
        while (act < stop) {
          const a = v128.load(act)
          ones0 = i8x16.add(ones0, i8x16.popcnt(v128.xor(a, v128.load(row0))))
          ones1 = i8x16.add(ones1, i8x16.popcnt(v128.xor(a, v128.load(row1))))
          ones2 = i8x16.add(ones2, i8x16.popcnt(v128.xor(a, v128.load(row2))))
          ones3 = i8x16.add(ones3, i8x16.popcnt(v128.xor(a, v128.load(row3))))
          act += 16
          row0 += 16
          row1 += 16
          row2 += 16
          row3 += 16
        }
      }
      if (left === 0) {
        total = i32x4.add(total, sumBytes(ones0, ones1, ones2, ones3))
        ones0 = ones1 = ones2 = ones3 = i8x16.splat(0)
        left = VectorsPerByte
      }
    }
  }
  return i32x4.add(total, sumBytes(ones0, ones1, ones2, ones3))
}

/** Sums of the 16 unsigned bytes of each of four vectors. */
function sumBytes(a: v128, b: v128, c: v128, d: v128): v128 {
  const wideA = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(a))
  const wideB = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(b))
  const wideC = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(c))
  const wideD = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(d))
  const ab = addNeighbours(wideA, wideB)
  const cd = addNeighbours(wideC, wideD)
  return addNeighbours(ab, cd)
}

/** Sums of neighbouring 32-bit lanes: two from `a`, then two from `b`. */
function addNeighbours(a: v128, b: v128): v128 {
  return i32x4.add(v128.shuffle<i32>(a, b, 0, 2, 4, 6), v128.shuffle<i32>(a, b, 1, 3, 5, 7))
}
