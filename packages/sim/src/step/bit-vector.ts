import { lowMask } from './bits.js'

/**
 * Shifts a packed vector right by one stream beat and puts the beat at its top.
 *
 * @param vector - `bits` bits, bit `i` at `vector[i >>> 5]`, position `i & 31`; changed in place
 * @param bits - length, a multiple of `beatBits`
 * @param beatBits - 8, 16, 32 or 64
 * @param beat - low 32 bits of the beat
 * @param beatHigh - high 32 bits of a 64-bit beat
 */
export function shiftInBeat(
  vector: Uint32Array,
  bits: number,
  beatBits: number,
  beat: number,
  beatHigh: number,
): void {
  if (beatBits >= 32) {
    vector.copyWithin(0, beatBits >>> 5)
    const top = vector.length - (beatBits >>> 5)
    vector[top] = beat
    if (beatBits === 64) vector[top + 1] = beatHigh
    return
  }
  for (let i = 0; i < vector.length; i++) {
    const above = i + 1 < vector.length ? vector[i + 1] : 0
    vector[i] = (vector[i] >>> beatBits) | (above << (32 - beatBits))
  }
  const position = bits - beatBits
  vector[position >>> 5] |= (beat & lowMask(beatBits)) << (position & 31)
}

/**
 * Copies bits `offset .. offset + bits - 1` of a packed vector to the bottom of another.
 *
 * @param into - `ceil(bits / 32)` parts; bits above `bits` become 0
 */
export function extractBits(vector: Uint32Array, offset: number, bits: number, into: Uint32Array): void {
  const first = offset >>> 5
  const shift = offset & 31
  for (let i = 0; i < into.length; i++) {
    const low = vector[first + i] >>> shift
    const high = shift > 0 && first + i + 1 < vector.length ? vector[first + i + 1] << (32 - shift) : 0
    into[i] = (low | high) & lowMask(bits - 32 * i)
  }
}
