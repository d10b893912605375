import { expect, it } from 'vitest'
import { loadTf } from '../../src/backend.js'
import { batchNorm } from '../../src/net/batch-norm.js'
import { estimatedWeights } from '../../src/net/estimated-weights.js'
import { estimatedCodes, estimatedSign, type SignGradient } from '../../src/net/estimators.js'
import { type WeightQuantiser, weightCodes } from '../../src/net/weight-quantiser.js'
import { createRandom, uniformValues } from '../../src/random.js'

const tf = await loadTf()
const points = [-2, -1, -0.5, 0, 0.25, 1, 3]

it.each<[SignGradient, number[]]>([
  ['identity', [1, 1, 1, 1, 1, 1, 1]],
  ['clip', [0, 0, 1, 1, 1, 0, 0]],
  ['approximate', [0, 0, 1, 2, 1.5, 0, 0]],
  ['soft', [1 / 9, 1 / 4, 1 / 2.25, 1, 1 / 1.5625, 1 / 4, 1 / 16]],
])('gives signs and the gradient %s', (gradient, slopes) => {
  const { value, grad } = tf.valueAndGrad((x) => estimatedSign(tf, gradient, x))(
    tf.tensor1d(points),
    tf.fill([points.length], 3),
  )
  expect([...value.dataSync()]).toEqual([-1, -1, -1, 1, 1, 1, 1])
  for (const [i, slope] of grad.dataSync().entries()) expect(slope).toBeCloseTo(3 * slopes[i], 5)
})

it('gives codes times the step, half to even, and a gradient inside the range', () => {
  const { value, grad } = tf.valueAndGrad((x) => estimatedCodes(tf, 2, 0.5, x))(
    tf.tensor1d([-1, 0.25, 0.3, 0.75, 1.25, 1.4, 7]),
    tf.ones([7]),
  )
  expect([...value.dataSync()]).toEqual([0, 0, 0.5, 1, 1, 1.5, 1.5])
  expect([...grad.dataSync()]).toEqual([0, 1, 1, 1, 1, 1, 0])
})

it.each<Exclude<WeightQuantiser, { kind: 'real' }>>([
  { kind: 'sign', scale: 'none' },
  { kind: 'sign', scale: 'channel' },
  { kind: 'sign', scale: 'layer', centred: true },
  { kind: 'levels', bits: 2 },
])('trains with the weights that are written: %o', (quantiser) => {
  const latent = uniformValues(createRandom(5), 3 * 3 * 4 * 6, 0.8)
  const weights = estimatedWeights(tf, quantiser, tf.tensor4d(latent, [3, 3, 4, 6])).dataSync()
  const { codes, scale } = weightCodes(latent, 6, quantiser)
  expect(new Set(codes.map(Math.abs)).size).toBe(quantiser.kind === 'sign' ? 1 : 2)
  for (const [i, code] of codes.entries())
    expect(weights[i]).toBeCloseTo(code * scale[scale.length === 1 ? 0 : i % 6], 5)
})

it('has the gradient of batch normalisation as it is defined', () => {
  const random = createRandom(9)
  const [x, dy] = [uniformValues(random, 240, 3), uniformValues(random, 240, 1)]
  const inputs = [tf.tensor4d(x, [4, 5, 3, 4]), tf.tensor1d([1, -2, 0.5, 0]), tf.tensor1d([0, 1, 2, 3])]
  const plain = tf.grads((x, gamma, beta) => {
    const centred = tf.sub(x, tf.mean(x, [0, 1, 2]))
    const variance = tf.mean(tf.square(centred), [0, 1, 2])
    return tf.add(tf.mul(centred, tf.mul(gamma, tf.rsqrt(tf.add(variance, 1e-5)))), beta)
  })(inputs, tf.tensor4d(dy, [4, 5, 3, 4]))
  const ours = tf.grads((x, gamma, beta) => batchNorm(tf, x, gamma, beta, 1e-5).value)(
    inputs,
    tf.tensor4d(dy, [4, 5, 3, 4]),
  )
  for (const [i, gradient] of ours.entries()) {
    const expected = plain[i].dataSync()
    for (const [k, value] of gradient.dataSync().entries()) expect(value).toBeCloseTo(expected[k], 4)
  }
})
