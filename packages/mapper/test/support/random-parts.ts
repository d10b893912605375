import type { OnnxBuilder } from './onnx-builder.js'

export const ACTIVATIONS = [
  'bipolar',
  'ternary',
  'unsigned2',
  'signed2',
  'signed3',
  'multi',
  'sign',
  'third',
  'where',
] as const
export const WEIGHTS = ['bipolar', 'ternary', 'signed2', 'signed3', 'odd2', 'alpha', 'stored'] as const

/** Whole numbers from min to max, both included. */
export type RandomIntegers = (min: number, max: number) => number

/** Small repeatable random numbers: xorshift32. */
export function randomIntegers(seed: number): RandomIntegers {
  let state = (seed ^ 0x9e3779b9) | 1
  return (min, max) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return min + ((state >>> 0) % (max - min + 1))
  }
}

/** A quantiser, of some kind, of a tensor whose axis 1 counts channels. */
export function randomActivation(
  b: OnnxBuilder,
  random: RandomIntegers,
  kind: (typeof ACTIVATIONS)[number],
  x: string,
  channels: number,
): string {
  const multi = (thresholds: readonly number[], lists: number, scale: number, bias: number) => {
    const inputs = [x, b.float(thresholds, [lists, 3])]
    const attributes = { out_scale: { f: scale }, out_bias: { f: bias } }
    return b.node('MultiThreshold', inputs, attributes, 'finn.custom_op.general')
  }
  switch (kind) {
    case 'bipolar':
      return b.bipolar(x)
    case 'ternary':
      return b.quant(x, 2, { narrow: 1, scale: 4 })
    case 'unsigned2':
      return b.quant(x, 2, { signed: 0, scale: 2 })
    case 'signed2':
      return b.quant(x, 2, { scale: 0.5 })
    case 'signed3':
      return b.quant(x, 3, { scale: 4 })
    case 'sign':
      return b.node('Sign', [x])
    case 'where':
      return b.node('Where', [b.node('GreaterOrEqual', [x, b.scalar(1)]), b.scalar(-1), b.scalar(1)])
    case 'multi':
      return multi(
        Array.from({ length: 3 * channels }, () => random(-8, 8)),
        channels,
        2,
        -3,
      )
    case 'third':
      return multi([-4, 0, 4], 1, -1, 2)
  }
}

/**
 * Quantised weights of some kind.
 *
 * @param axis - the one that counts outputs
 */
export function randomWeights(
  b: OnnxBuilder,
  random: RandomIntegers,
  kind: (typeof WEIGHTS)[number],
  shape: readonly number[],
  axis: number,
): string {
  const count = shape.reduce((product, size) => product * size, 1)
  const list = (min: number, max: number, f: (value: number) => number) =>
    b.float(
      Array.from({ length: count }, () => f(random(min, max))),
      shape,
    )
  switch (kind) {
    case 'bipolar':
      return b.bipolar(list(-3, 3, (v) => v / 8))
    case 'ternary':
      return b.quant(
        list(-8, 8, (v) => v / 8),
        2,
        { narrow: 1 },
      )
    case 'signed2':
      return b.quant(
        list(-3, 3, (v) => v / 4),
        2,
        { scale: 0.25 },
      )
    case 'signed3':
      return b.quant(
        list(-4, 4, (v) => v / 2),
        3,
        { scale: 0.5 },
      )
    case 'odd2':
      return list(0, 3, (v) => 2 * v - 3)
    case 'alpha': {
      const scales = Array.from({ length: shape[axis] }, () => random(1, 3) / 4)
      const scaleShape = shape.map((size, i) => (i === axis ? size : 1))
      return b.node('Mul', [b.bipolar(list(-1, 1, (v) => v)), b.float(scales, scaleShape)])
    }
    case 'stored':
      return list(0, 1, (v) => (2 * v - 1) * 0.375)
  }
}
