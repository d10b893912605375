import {
  ActMask,
  InBase,
  Pad,
  PairTable,
  TapDx,
  TapDy,
  Weight,
  WeightDx,
  WeightDy,
  WeightMask,
  WordBytes,
} from '../src/fast/descriptor'
import { field, pointer } from './field'
import { PixelAddress, PixelTaps } from './scratch'

/** Pointer to plane pair number `pair`: address offset, weight offset, double, negate. */
export function pairPointer(run: usize, pair: i32): usize {
  return pointer(run, PairTable) + (pair << 4)
}

/** Pointer to the activation words of listed pixel `i` at a tap and pair, 0 when the tap is skipped. */
export function actPointer(run: usize, i: i32, ky: i32, kx: i32, offset: i32): usize {
  const taps = load<i32>(i << 2, PixelTaps)
  let address = 0
  if (((taps >> kx) & (taps >> (16 + ky)) & 1) !== 0) {
    address = load<i32>(i << 2, PixelAddress) + ky * field(run, TapDy) + kx * field(run, TapDx)
  } else {
    address = field(run, Pad)
    if (address < 0) return 0
  }
  return pointer(run, InBase) + ((address + offset) & field(run, ActMask)) * field(run, WordBytes)
}

/** Bytes from the start of a row's weights to the words of a tap and pair. */
export function weightOffset(run: usize, ky: i32, kx: i32, offset: i32): i32 {
  const word = field(run, Weight) + offset + ky * field(run, WeightDy) + kx * field(run, WeightDx)
  return (word & field(run, WeightMask)) * field(run, WordBytes)
}
