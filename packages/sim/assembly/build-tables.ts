import { Tables } from './scratch'

/** Tables of `chunk` bytes of the weights of `block` rows: [byte][low, high nibble][16 nibbles][rows]. */
export function buildTables(weights: usize, rowBytes: i32, chunk: i32, block: i32): void {
  const one = i8x16.splat(1)
  for (let row = 0; row < block; row += 16) {
    let to: usize = Tables + row
    for (let byte = 0; byte < chunk; byte++) {
      const bytes = gatherBytes(weights + byte + row * rowBytes, rowBytes)
      let bits = bytes
      for (let nibble = 0; nibble < 2; nibble++) {
        const bit0 = v128.and(bits, one)
        const bit1 = v128.and(i16x8.shr_u(bits, 1), one)
        const bit2 = v128.and(i16x8.shr_u(bits, 2), one)
        const bit3 = v128.and(i16x8.shr_u(bits, 3), one)
        fillTable(to, block, bit0, bit1, bit2, bit3)
        bits = i16x8.shr_u(bits, 4)
        to += 16 * block
      }
    }
  }
}

/** One table for 16 rows: mismatches of each row's nibble, given bit by bit, with 0..15. */
function fillTable(to: usize, block: i32, bit0: v128, bit1: v128, bit2: v128, bit3: v128): void {
  const one = i8x16.splat(1)
  const two = i8x16.splat(2)
  // Mismatches with 0..3 of the low half, then of the high half
  const low0 = i8x16.add(bit0, bit1)
  const lowDifference = i8x16.sub(bit1, bit0)
  const low1 = i8x16.add(one, lowDifference)
  const low2 = i8x16.sub(one, lowDifference)
  const low3 = i8x16.sub(two, low0)
  const high0 = i8x16.add(bit2, bit3)
  const highDifference = i8x16.sub(bit3, bit2)
  fillQuarter(to, block, high0, low0, low1, low2, low3)
  fillQuarter(to + 4 * block, block, i8x16.add(one, highDifference), low0, low1, low2, low3)
  fillQuarter(to + 8 * block, block, i8x16.sub(one, highDifference), low0, low1, low2, low3)
  fillQuarter(to + 12 * block, block, i8x16.sub(two, high0), low0, low1, low2, low3)
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
