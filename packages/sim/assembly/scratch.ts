import { RowStride, Scratch } from '../src/fast/descriptor'
import { field, pointer } from './field'

// Scratch memory, in bytes from its start; src/fast/layout.ts reserves it.

/** Pixels worked on together. */
export const PixelBlock: i32 = 256
/** Bytes of weights that one set of lookup tables covers. */
export const ChunkBytes: i32 = 16

/** Ones of `n ^ v` for nibbles n in order, for each v: 16 vectors. */
export const NibbleOnes: i32 = 0
/** Vector `n` has its first n bytes set, n = 0..15. */
export const TailMasks: i32 = 256
/** Address of each pixel of the block. */
export const PixelAddress: i32 = 512
/** Taps of each pixel inside the input: columns in the low half, lines in the high half. */
export const PixelTaps: i32 = PixelAddress + 4 * PixelBlock
/** Number of taps each pixel visits. */
export const PixelTapCount: i32 = PixelTaps + 4 * PixelBlock
/** Pixels that visit a tap: pointer to the activation word, pixel number. */
export const Visits: i32 = PixelTapCount + 4 * PixelBlock
/** Contiguous pieces of a pixel's operands: pointer to activations, offset of weights, bytes. */
export const Pieces: i32 = Visits + 8 * PixelBlock
/** Window code of each row, a byte each. */
export const Codes: i32 = Pieces + 1536
/** One plane of the result, a bit a row. */
export const RowBits: i32 = Codes + 576
/** Lookup tables of one chunk and 64 rows. */
export const Tables: i32 = RowBits + 128
/** Sum of each pixel and row, 32 bits each; the counts follow. */
export const Sums: i32 = Tables + 2 * 16 * 64 * ChunkBytes

/** Pointer to the mismatches of each pixel and row: 32 bits each from the direct count, 16 from the tables. */
export function countsPointer(run: usize): usize {
  return pointer(run, Scratch) + Sums + PixelBlock * field(run, RowStride) * 4
}

/** Fills the constant tables of the scratch memory at `scratch`. */
export function prepareScratch(scratch: usize): void {
  for (let v = 0; v < 16; v++) {
    for (let n = 0; n < 16; n++) {
      store<u8>(scratch + NibbleOnes + v * 16 + n, <u8>popcnt<i32>(v ^ n))
      store<u8>(scratch + TailMasks + v * 16 + n, n < v ? 0xff : 0)
    }
  }
}

/** Bytes of scratch memory for rows in steps of `rowStride`. */
export function scratchBytes(rowStride: i32): i32 {
  return Sums + PixelBlock * rowStride * 8
}
