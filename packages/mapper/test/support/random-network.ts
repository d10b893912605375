import fc from 'fast-check'
import { OnnxBuilder } from './onnx-builder.js'

const ACTIVATIONS = [
  'bipolar',
  'ternary',
  'unsigned2',
  'signed2',
  'signed3',
  'multi',
  'sign',
  'third',
] as const
const WEIGHTS = ['bipolar', 'ternary', 'signed2', 'signed3', 'odd2', 'alpha', 'stored'] as const
const INPUTS = ['bipolar', 'ternary', 'unsigned2', 'inverted', 'perPixel', 'raw'] as const
const HEADS = ['none', 'affine', 'norm', 'top'] as const

/** A small fully connected network, as choices. */
export interface NetworkChoice {
  readonly input: (typeof INPUTS)[number]
  readonly inputs: number
  readonly head: (typeof HEADS)[number]
  readonly seed: number
  readonly layers: readonly {
    readonly outputs: number
    readonly weights: (typeof WEIGHTS)[number]
    readonly activation: (typeof ACTIVATIONS)[number]
    readonly norm: boolean
    readonly gemm: boolean
  }[]
}

export const networkChoice: fc.Arbitrary<NetworkChoice> = fc.record({
  input: fc.constantFrom(...INPUTS),
  inputs: fc.integer({ min: 1, max: 70 }),
  head: fc.constantFrom(...HEADS),
  seed: fc.nat(),
  layers: fc.array(
    fc.record({
      outputs: fc.integer({ min: 1, max: 40 }),
      weights: fc.constantFrom(...WEIGHTS),
      activation: fc.constantFrom(...ACTIVATIONS),
      norm: fc.boolean(),
      gemm: fc.boolean(),
    }),
    { minLength: 1, maxLength: 4 },
  ),
})

/** Small repeatable random numbers: xorshift32. */
function randomIntegers(seed: number): (min: number, max: number) => number {
  let state = (seed ^ 0x9e3779b9) | 1
  return (min, max) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return min + ((state >>> 0) % (max - min + 1))
  }
}

/** Builds the ONNX file of a choice. Every scale is a power of two, so the reference is exact. */
export function buildNetwork(choice: NetworkChoice): Uint8Array {
  const random = randomIntegers(choice.seed)
  const b = new OnnxBuilder()
  const list = (count: number, min: number, max: number, scale = 1) =>
    Array.from({ length: count }, () => random(min, max) * scale)

  const activate = (x: string, kind: (typeof ACTIVATIONS)[number], channels: number): string => {
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
      case 'multi': {
        const thresholds = list(3 * channels, -8, 8)
        const inputs = [x, b.float(thresholds, [channels, 3])]
        const scale = { out_scale: { f: 2 }, out_bias: { f: -3 } }
        return b.node('MultiThreshold', inputs, scale, 'finn.custom_op.general')
      }
      case 'third': {
        const inputs = [x, b.float([-4, 0, 4], [1, 3])]
        const scale = { out_scale: { f: -1 }, out_bias: { f: 2 } }
        return b.node('MultiThreshold', inputs, scale, 'finn.custom_op.general')
      }
    }
  }

  const weight = (kind: (typeof WEIGHTS)[number], shape: [number, number]): string => {
    const count = shape[0] * shape[1]
    switch (kind) {
      case 'bipolar':
        return b.bipolar(b.float(list(count, -3, 3, 0.125), shape))
      case 'ternary':
        return b.quant(b.float(list(count, -8, 8, 0.125), shape), 2, { narrow: 1 })
      case 'signed2':
        return b.quant(b.float(list(count, -3, 3, 0.25), shape), 2, { scale: 0.25 })
      case 'signed3':
        return b.quant(b.float(list(count, -4, 4, 0.5), shape), 3, { scale: 0.5 })
      case 'odd2':
        return b.float(
          list(count, 0, 3).map((v) => 2 * v - 3),
          shape,
        )
      case 'alpha': {
        const signs = b.bipolar(b.float(list(count, -1, 1), shape))
        return b.node('Mul', [signs, b.float(list(shape[1], 1, 3, 0.25), [1, shape[1]])])
      }
      case 'stored':
        return b.float(
          list(count, 0, 1).map((v) => (2 * v - 1) * 0.375),
          shape,
        )
    }
  }

  let x = 'x'
  const n = choice.inputs
  x = b.node('Flatten', [x], { axis: 1 })
  if (choice.input !== 'raw') {
    x = b.node('Sub', [b.node('Mul', [x, b.scalar(2)]), b.scalar(1)])
    if (choice.input === 'inverted') x = b.bipolar(b.node('Sub', [b.scalar(0.25), x]))
    else if (choice.input === 'perPixel')
      x = b.bipolar(b.node('Add', [x, b.float(list(n, -4, 4, 0.25), [1, n])]))
    else if (choice.input === 'bipolar') x = b.bipolar(x)
    else if (choice.input === 'ternary') x = b.quant(x, 2, { narrow: 1 })
    else x = b.quant(x, 2, { signed: 0, scale: 0.25 })
  }
  let channels = n
  for (const [l, layer] of choice.layers.entries()) {
    const { outputs } = layer
    if (layer.gemm) {
      const matrix = b.node('Transpose', [weight(layer.weights, [channels, outputs])], { perm: [1, 0] })
      x = b.node('Gemm', [x, matrix, b.float(list(outputs, -3, 3, 0.5))], { transB: 1 })
    } else {
      x = b.node('MatMul', [x, weight(layer.weights, [channels, outputs])])
    }
    channels = outputs
    if (l === choice.layers.length - 1) break
    if (layer.norm) {
      x = b.batchNorm(x, {
        gamma: list(outputs, -3, 3, 0.5),
        beta: list(outputs, -4, 4, 0.5),
        mean: list(outputs, -6, 6, 0.25),
        variance: list(outputs, 1, 40),
      })
    }
    x = activate(x, layer.activation, outputs)
  }
  if (choice.head === 'affine') x = b.node('Add', [b.node('Div', [x, b.scalar(3)]), b.scalar(0.1)])
  if (choice.head === 'norm') {
    const [gamma, beta, mean] = [0, 1, 2].map(() => list(channels, -9, 9, 0.3))
    x = b.batchNorm(x, { gamma, beta, mean, variance: list(channels, 1, 50, 0.7) })
  }
  if (choice.head === 'top') x = b.node('ArgMax', [x], { axis: 1 })
  return b.build(x, { input: [1, 1, n], inputType: choice.input === 'raw' ? 2 : 1 })
}
