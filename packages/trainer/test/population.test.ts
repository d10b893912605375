import { expect, it } from 'vitest'
import { packRows } from '../src/bits.js'
import { binariseSums, layerSums } from '../src/infer.js'
import { PIXEL_THRESHOLD } from '../src/mlp.js'
import { withPopulationStatistics } from '../src/population.js'
import { createRandom } from '../src/random.js'
import { randomMlp } from './support/random-mlp.js'

it('gives every layer the mean and variance of its own sums', () => {
  const random = createRandom(8)
  const count = 40
  const images = Uint8Array.from({ length: count * 784 }, () => random.nextBelow(256))
  const parameters = randomMlp(9, [784, 20, 10]).layers.map(({ norm, ...weights }) => ({
    ...weights,
    gamma: norm.gamma,
    beta: norm.beta,
  }))
  const { layers } = withPopulationStatistics(parameters, images)
  let act = packRows(images, 784, PIXEL_THRESHOLD)
  for (const layer of layers) {
    const sums = layerSums(layer, act, count)
    for (let output = 0; output < layer.outputs; output++) {
      const column = Array.from({ length: count }, (_, i) => sums[i * layer.outputs + output])
      const mean = column.reduce((a, b) => a + b, 0) / count
      const variance = column.reduce((a, b) => a + (b - mean) ** 2, 0) / count
      expect(layer.norm.mean[output]).toBeCloseTo(mean, 3)
      expect(layer.norm.variance[output] / Math.fround(variance)).toBeCloseTo(1, 5)
    }
    act = binariseSums(layer, sums)
  }
})
