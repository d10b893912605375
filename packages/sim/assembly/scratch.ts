// Scratch memory: byte addresses, known when the kernel is compiled so that inner loops need not add them.

/** First byte; src/fast/layout.ts puts everything else behind `scratchEnd`. */
const Start: i32 = 1024

/** Pixels worked on together. */
export const PixelBlock: i32 = 256
/** Bytes of weights that one set of lookup tables covers. */
export const ChunkBytes: i32 = 8

/** Vector `n` has its first n bytes set, n = 0..15. */
export const TailMasks: i32 = Start
/** Address of each pixel of the block. */
export const PixelAddress: i32 = TailMasks + 256
/** Taps of each pixel inside the input: columns in the low half, lines in the high half. */
export const PixelTaps: i32 = PixelAddress + 4 * PixelBlock
/** Number of taps each pixel visits. */
export const PixelTapCount: i32 = PixelTaps + 4 * PixelBlock
/** Valid lanes of each pixel so far. */
export const PixelValid: i32 = PixelTapCount + 4 * PixelBlock
/** Pixels that visit a tap: pointer to the activation word, pixel number. */
export const Visits: i32 = PixelValid + 4 * PixelBlock
/** Contiguous pieces of a pixel's operands: pointer to activations, offset of weights, bytes. */
export const Pieces: i32 = Visits + 8 * PixelBlock
/** Window code of each row, a byte each. */
export const Codes: i32 = Pieces + 1536
/** One plane of the result, a bit a row. */
export const RowBits: i32 = Codes + 576
/** Eight bytes of each of 64 rows, in vectors of one byte of 16 rows. */
export const Columns: i32 = RowBits + 128
/** Lookup tables of one chunk and 64 rows. */
export const Tables: i32 = Columns + 512
/** Sum of each pixel and row, 32 bits each; the counts follow. */
export const Sums: i32 = Tables + 2 * 16 * 64 * ChunkBytes

/** Pointer to the mismatches of each pixel and row: 32 bits each from the direct count, 16 from the tables. */
export function countsPointer(rowStride: i32): usize {
  return Sums + PixelBlock * rowStride * 4
}

/** Fills the constant tables. */
export function prepareScratch(): void {
  for (let length = 0; length < 16; length++) {
    for (let at = 0; at < 16; at++) store<u8>(TailMasks + length * 16 + at, at < length ? 0xff : 0)
  }
}

/** First byte behind the scratch memory, for rows in steps of `rowStride`. */
export function scratchEnd(rowStride: i32): i32 {
  return Sums + PixelBlock * rowStride * 8
}
