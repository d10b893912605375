import { Columns, Tables } from './scratch'
import { transposeBytes } from './transpose'

/** Tables of `chunk` bytes of the weights of `block` rows: [byte][low, high nibble][16 nibbles][rows]. */
export function buildTables(weights: usize, rowBytes: i32, chunk: i32, block: i32): void {
  let to: usize = Tables
  for (let first = 0; first < chunk; first += 8) {
    for (let row = 0; row < block; row += 16) {
      transposeBytes(weights + first + row * rowBytes, rowBytes, Columns + (row << 3))
    }
    const columns = min(8, chunk - first)
    for (let column = 0; column < columns; column++) {
      for (let row = 0; row < block; row += 16) {
        let nibbles = v128.load((row << 3) + (column << 4), Columns)
        for (let nibble = 0; nibble < 2; nibble++) {
          fillTable(to + row + nibble * 16 * block, block, nibbles)
          nibbles = i16x8.shr_u(nibbles, 4)
        }
      }
      to += 32 * block
    }
  }
}

/** One table for 16 rows: mismatches of each row's nibble, the low half of each byte of `nibbles`, with 0..15. */
function fillTable(to: usize, block: i32, nibbles: v128): void {
  const one = i8x16.splat(1)
  const two = i8x16.splat(2)
  const bit0 = v128.and(nibbles, one)
  const bit1 = v128.and(i16x8.shr_u(nibbles, 1), one)
  const bit2 = v128.and(i16x8.shr_u(nibbles, 2), one)
  const bit3 = v128.and(i16x8.shr_u(nibbles, 3), one)
  // Mismatches with 0..3 of the low half, then of the high half
  const low0 = i8x16.add(bit0, bit1)
  const lowDifference = i8x16.sub(bit1, bit0)
  const low1 = i8x16.add(one, lowDifference)
  const low2 = i8x16.sub(one, lowDifference)
  const low3 = i8x16.sub(two, low0)
  const high0 = i8x16.add(bit2, bit3)
  const highDifference = i8x16.sub(bit3, bit2)
  const high1 = i8x16.add(one, highDifference)
  const high2 = i8x16.sub(one, highDifference)
  const high3 = i8x16.sub(two, high0)
  const fourth = to + 4 * block
  const eighth = to + 8 * block
  const twelfth = to + 12 * block
  if (block === 64) {
    fillQuarter64(to, high0, low0, low1, low2, low3)
    fillQuarter64(fourth, high1, low0, low1, low2, low3)
    fillQuarter64(eighth, high2, low0, low1, low2, low3)
    fillQuarter64(twelfth, high3, low0, low1, low2, low3)
  } else {
    fillQuarter(to, block, high0, low0, low1, low2, low3)
    fillQuarter(fourth, block, high1, low0, low1, low2, low3)
    fillQuarter(eighth, block, high2, low0, low1, low2, low3)
    fillQuarter(twelfth, block, high3, low0, low1, low2, low3)
  }
}

function fillQuarter64(to: usize, high: v128, low0: v128, low1: v128, low2: v128, low3: v128): void {
  v128.store(to, i8x16.add(high, low0))
  v128.store(to, i8x16.add(high, low1), 64)
  v128.store(to, i8x16.add(high, low2), 128)
  v128.store(to, i8x16.add(high, low3), 192)
}

function fillQuarter(
  to: usize,
  block: i32,
  high: v128,
  low0: v128,
  low1: v128,
  low2: v128,
  low3: v128,
): void {
  v128.store(to, i8x16.add(high, low0))
  v128.store(to + block, i8x16.add(high, low1))
  v128.store(to + 2 * block, i8x16.add(high, low2))
  v128.store(to + 3 * block, i8x16.add(high, low3))
}
