import { packRows } from './bits.js'
import { binariseSums, layerSums } from './infer.js'
import { BATCH_NORM_EPSILON, type BinaryMlp, type DenseLayer, PIXEL_THRESHOLD } from './mlp.js'

/** A trained layer whose population statistics are not known yet; arrays as in `DenseLayer`. */
export interface LayerParameters {
  readonly inputs: number
  readonly outputs: number
  readonly signs: Int8Array
  readonly gamma: Float32Array
  readonly beta: Float32Array
}

/**
 * Completes trained layers with the mean and variance of their sums over whole data, layer after layer.
 *
 * Replaces the running averages of training: those follow weights that were still changing.
 *
 * @param images - grey values in 0..255, image by image; at most 2^16 of them (keeps the sums of squares exact)
 */
export function withPopulationStatistics(
  parameters: readonly LayerParameters[],
  images: Uint8Array,
): BinaryMlp {
  const inputs = parameters[0].inputs
  const count = images.length / inputs
  let act = packRows(images, inputs, PIXEL_THRESHOLD)
  const layers: DenseLayer[] = []
  for (const { gamma, beta, ...weights } of parameters) {
    const mean = new Float32Array(weights.outputs)
    const variance = new Float32Array(weights.outputs)
    const layer = { ...weights, norm: { gamma, beta, mean, variance, epsilon: BATCH_NORM_EPSILON } }
    const sums = layerSums(layer, act, count)
    for (let output = 0; output < weights.outputs; output++) {
      const { total, totalOfSquares } = columnTotals(sums, output, weights.outputs)
      mean[output] = total / count
      variance[output] = (totalOfSquares * count - total * total) / (count * count)
    }
    act = binariseSums(layer, sums)
    layers.push(layer)
  }
  return { layers }
}

function columnTotals(sums: Int16Array, column: number, columns: number) {
  let total = 0
  let totalOfSquares = 0
  for (let i = column; i < sums.length; i += columns) {
    total += sums[i]
    totalOfSquares += sums[i] * sums[i]
  }
  return { total, totalOfSquares }
}
