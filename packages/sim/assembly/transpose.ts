/** Bytes 0..7 of 16 rows, column by column: byte j of all rows goes to vector j at `to`. */
export function transposeBytes(from: usize, rowBytes: i32, to: usize): void {
  // Neighbouring rows are interleaved by bytes, pairs of rows by two bytes, and so on
  const rows01 = interleave(from, rowBytes)
  const rows23 = interleave(from + 2 * rowBytes, rowBytes)
  const rows45 = interleave(from + 4 * rowBytes, rowBytes)
  const rows67 = interleave(from + 6 * rowBytes, rowBytes)
  const rows89 = interleave(from + 8 * rowBytes, rowBytes)
  const rowsAB = interleave(from + 10 * rowBytes, rowBytes)
  const rowsCD = interleave(from + 12 * rowBytes, rowBytes)
  const rowsEF = interleave(from + 14 * rowBytes, rowBytes)
  const low03 = v128.shuffle<u16>(rows01, rows23, 0, 8, 1, 9, 2, 10, 3, 11)
  const low47 = v128.shuffle<u16>(rows45, rows67, 0, 8, 1, 9, 2, 10, 3, 11)
  const low8B = v128.shuffle<u16>(rows89, rowsAB, 0, 8, 1, 9, 2, 10, 3, 11)
  const lowCF = v128.shuffle<u16>(rowsCD, rowsEF, 0, 8, 1, 9, 2, 10, 3, 11)
  storeColumns(to, low03, low47, low8B, lowCF)
  const high03 = v128.shuffle<u16>(rows01, rows23, 4, 12, 5, 13, 6, 14, 7, 15)
  const high47 = v128.shuffle<u16>(rows45, rows67, 4, 12, 5, 13, 6, 14, 7, 15)
  const high8B = v128.shuffle<u16>(rows89, rowsAB, 4, 12, 5, 13, 6, 14, 7, 15)
  const highCF = v128.shuffle<u16>(rowsCD, rowsEF, 4, 12, 5, 13, 6, 14, 7, 15)
  storeColumns(to + 64, high03, high47, high8B, highCF)
}

/** Bytes 0..7 of two rows, alternately. */
function interleave(from: usize, rowBytes: i32): v128 {
  const row = v128.load64_zero(from)
  const next = v128.load64_zero(from + rowBytes)
  return v128.shuffle<u8>(row, next, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
}

/** Four columns of four rows each: stores the columns of all 16 rows. */
function storeColumns(to: usize, rows03: v128, rows47: v128, rows8B: v128, rowsCF: v128): void {
  const first07 = v128.shuffle<u32>(rows03, rows47, 0, 4, 1, 5)
  const first8F = v128.shuffle<u32>(rows8B, rowsCF, 0, 4, 1, 5)
  const last07 = v128.shuffle<u32>(rows03, rows47, 2, 6, 3, 7)
  const last8F = v128.shuffle<u32>(rows8B, rowsCF, 2, 6, 3, 7)
  v128.store(to, v128.shuffle<u64>(first07, first8F, 0, 2))
  v128.store(to, v128.shuffle<u64>(first07, first8F, 1, 3), 16)
  v128.store(to, v128.shuffle<u64>(last07, last8F, 0, 2), 32)
  v128.store(to, v128.shuffle<u64>(last07, last8F, 1, 3), 48)
}
