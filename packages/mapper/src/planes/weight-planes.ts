/**
 * Integer weights as ±1 planes: weight = Σ 2^exponent × plane / divisor, with no offset.
 *
 * Odd weights take `b` planes of exponents 0..b−1 and divisor 1 (bipolar: one plane). Weights with a zero or
 * even value take an extra plane of exponent 0 and divisor 2 (ternary: two planes of exponent 0).
 */
export interface WeightPlanes {
  /** Ascending, starting at 0, without a gap. */
  readonly exponents: readonly number[]
  readonly divisor: 1 | 2
  /** One array a plane, one bit a weight: 1 is +1, 0 is −1. */
  readonly bits: readonly Uint8Array[]
}

/** Finds the planes of a layer's weights. */
export function weightPlanes(weights: Int32Array): WeightPlanes {
  let largest = 1
  for (const weight of weights) if (weight > largest || -weight > largest) largest = Math.abs(weight)
  return weights.every((weight) => weight % 2 !== 0)
    ? oddPlanes(weights, largest)
    : evenPlanes(weights, largest)
}

function oddPlanes(weights: Int32Array, largest: number): WeightPlanes {
  const count = Math.ceil(Math.log2(largest + 1))
  const exponents = Array.from({ length: count }, (_, j) => j)
  return { exponents, divisor: 1, bits: exponents.map((j) => oddPlane(weights, count, j)) }
}

/** 2·weight = extra + odd, where the extra plane carries the sign of 2·weight − 1 so that `odd` stays small. */
function evenPlanes(weights: Int32Array, largest: number): WeightPlanes {
  const count = Math.ceil(Math.log2(largest)) + 1
  const exponents = Array.from({ length: count }, (_, j) => j)
  const extra = Uint8Array.from(weights, (weight) => Number(weight > 0))
  const odd = weights.map((weight) => 2 * weight - (weight > 0 ? 1 : -1))
  return {
    exponents: [0, ...exponents],
    divisor: 2,
    bits: [extra, ...exponents.map((j) => oddPlane(odd, count, j))],
  }
}

/** Plane j of odd values v = Σ 2^j s_j: bit j of (v + 2^count − 1) / 2. */
function oddPlane(values: Int32Array, count: number, j: number): Uint8Array {
  const bits = new Uint8Array(values.length)
  const shift = 2 ** count - 1
  for (let i = 0; i < bits.length; i++) bits[i] = ((values[i] + shift) >>> (j + 1)) & 1
  return bits
}
