import fc from 'fast-check'
import { expect, it } from 'vitest'
import { packRows } from '../src/bits.js'
import { argmaxRows, inferLogits, layerSums, scoreMlp } from '../src/infer.js'
import { normalise } from '../src/mlp.js'
import { createRandom } from '../src/random.js'
import { randomMlp } from './support/random-mlp.js'

it('computes the sums of a layer as the plain product of ±1 values', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e6 }),
      fc.integer({ min: 1, max: 100 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 4 }),
      (seed, inputs, outputs, count) => {
        const layer = randomMlp(seed, [inputs, outputs]).layers[0]
        const random = createRandom(seed, 1)
        const act = Int8Array.from({ length: count * inputs }, () => 2 * random.nextBelow(2) - 1)
        const sums = layerSums(layer, packRows(act, inputs, 0), count)
        const expected = Array.from({ length: count * outputs }, (_, i) => {
          const [image, output] = [Math.floor(i / outputs), i % outputs]
          let sum = 0
          for (let k = 0; k < inputs; k++) sum += act[image * inputs + k] * layer.signs[output * inputs + k]
          return sum
        })
        expect([...sums]).toEqual(expected)
      },
    ),
  )
})

it('binarises pixels at 128 and an activation of exactly zero to +1', () => {
  const zeroNorm = { gamma: [0], beta: [0], mean: [0], variance: [1], epsilon: 1e-5 }
  const plainNorm = { ...zeroNorm, gamma: [1] }
  const layer = (sign: number, norm: typeof zeroNorm) => ({
    inputs: 1,
    outputs: 1,
    signs: Int8Array.of(sign),
    norm: {
      gamma: Float32Array.from(norm.gamma),
      beta: Float32Array.from(norm.beta),
      mean: Float32Array.from(norm.mean),
      variance: Float32Array.from(norm.variance),
      epsilon: norm.epsilon,
    },
  })
  const last = layer(1, plainNorm)
  const logits = (hidden: ReturnType<typeof layer>[]) => {
    const values = inferLogits({ layers: [...hidden, last] }, Uint8Array.of(0, 127, 128, 255))
    return [...values].map(Math.sign)
  }
  expect(logits([])).toEqual([-1, -1, 1, 1])
  expect(logits([layer(-1, plainNorm)])).toEqual([1, 1, -1, -1])
  expect(logits([layer(1, zeroNorm)])).toEqual([1, 1, 1, 1])
})

it('normalises in float64', () => {
  const one = (value: number) => Float32Array.of(value)
  const norm = { gamma: one(-3), beta: one(0.5), mean: one(2), variance: one(8), epsilon: 1 }
  expect(normalise(norm, 0, 5)).toBe(-2.5)
})

it('takes the first of several largest values', () => {
  expect([...argmaxRows(Float64Array.of(1, 3, 3, 2, 2, 2, -1, -5, -1), 3)]).toEqual([1, 0, 0])
})

it('counts the images that match their label', () => {
  const mlp = randomMlp(3, [784, 64, 10])
  const random = createRandom(4)
  const images = Uint8Array.from({ length: 20 * 784 }, () => random.nextBelow(256))
  const labels = argmaxRows(inferLogits(mlp, images), 10)
  labels[0] = (labels[0] + 1) % 10
  expect(scoreMlp(mlp, { count: 20, images, labels })).toEqual({ correct: 19, total: 20, accuracy: 0.95 })
})
