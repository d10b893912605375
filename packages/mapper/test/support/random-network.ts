import fc from 'fast-check'
import { OnnxBuilder } from './onnx-builder.js'
import { ACTIVATIONS, randomActivation, randomIntegers, randomWeights, WEIGHTS } from './random-parts.js'

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

/** Builds the ONNX file of a choice. Every scale is a power of two, so the reference is exact. */
export function buildNetwork(choice: NetworkChoice): Uint8Array {
  const random = randomIntegers(choice.seed)
  const b = new OnnxBuilder()
  const list = (count: number, min: number, max: number, scale = 1) =>
    Array.from({ length: count }, () => random(min, max) * scale)

  const weight = (kind: (typeof WEIGHTS)[number], shape: [number, number]) =>
    randomWeights(b, random, kind, shape, 1)

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
    x = randomActivation(b, random, layer.activation, x, outputs)
  }
  if (choice.head === 'affine') x = b.node('Add', [b.node('Div', [x, b.scalar(3)]), b.scalar(0.1)])
  if (choice.head === 'norm') {
    const [gamma, beta, mean] = [0, 1, 2].map(() => list(channels, -9, 9, 0.3))
    x = b.batchNorm(x, { gamma, beta, mean, variance: list(channels, 1, 50, 0.7) })
  }
  if (choice.head === 'top') x = b.node('ArgMax', [x], { axis: 1 })
  return b.build(x, { input: [1, 1, n], inputType: choice.input === 'raw' ? 2 : 1 })
}
