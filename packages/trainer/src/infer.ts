import { packRows, popcount32, wordsForBits } from './bits.js'
import { type BinaryMlp, type DenseLayer, normalise, PIXEL_THRESHOLD } from './mlp.js'
import type { LabelledImages } from './mnist.js'

/** How many images a network gets right. */
export interface Score {
  readonly correct: number
  readonly total: number
  /** `correct / total`. */
  readonly accuracy: number
}

/**
 * Computes the integer sums of one layer for a batch.
 *
 * @param act - packed inputs, `count * wordsForBits(layer.inputs)` words
 * @returns `count * layer.outputs` sums in `-inputs..inputs`
 */
export function layerSums(layer: DenseLayer, act: Uint32Array, count: number): Int16Array {
  const { inputs, outputs } = layer
  const words = wordsForBits(inputs)
  const weight = packRows(layer.signs, inputs, 0)
  const sums = new Int16Array(count * outputs)
  for (let image = 0; image < count; image++) {
    for (let output = 0; output < outputs; output++) {
      // Unused bits are 0 on both sides, so they never differ.
      let differ = 0
      const actBase = image * words
      const weightBase = output * words
      for (let word = 0; word < words; word++) {
        differ = (differ + popcount32(act[actBase + word] ^ weight[weightBase + word])) | 0
      }
      sums[image * outputs + output] = inputs - 2 * differ
    }
  }
  return sums
}

/** Binarises a layer's sums into the packed inputs of the next layer; exactly zero becomes +1. */
export function binariseSums(layer: DenseLayer, sums: Int16Array): Uint32Array {
  return packRows(normaliseSums(layer, sums), layer.outputs, 0)
}

/**
 * Runs the network with integer sums and float64 batch normalisation.
 *
 * @param images - grey values in 0..255, image by image
 * @returns logits, `count * classes`
 */
export function inferLogits(mlp: BinaryMlp, images: Uint8Array): Float64Array {
  const inputs = mlp.layers[0].inputs
  const count = images.length / inputs
  let act = packRows(images, inputs, PIXEL_THRESHOLD)
  for (const layer of mlp.layers.slice(0, -1)) act = binariseSums(layer, layerSums(layer, act, count))
  const last = mlp.layers[mlp.layers.length - 1]
  return normaliseSums(last, layerSums(last, act, count))
}

/** Index of the largest value of each row; the first one when several are equal. */
export function argmaxRows(values: Float64Array, columns: number): Uint8Array {
  const result = new Uint8Array(values.length / columns)
  for (let row = 0; row < result.length; row++) {
    let best = 0
    for (let column = 1; column < columns; column++) {
      if (values[row * columns + column] > values[row * columns + best]) best = column
    }
    result[row] = best
  }
  return result
}

/** Classifies the images and counts those that match their label. */
export function scoreMlp(mlp: BinaryMlp, data: LabelledImages): Score {
  const classes = mlp.layers[mlp.layers.length - 1].outputs
  const classified = argmaxRows(inferLogits(mlp, data.images), classes)
  let correct = 0
  for (let image = 0; image < data.count; image++) {
    if (classified[image] === data.labels[image]) correct++
  }
  return { correct, total: data.count, accuracy: correct / data.count }
}

function normaliseSums(layer: DenseLayer, sums: Int16Array): Float64Array {
  const values = new Float64Array(sums.length)
  for (let i = 0; i < sums.length; i += layer.outputs) {
    for (let output = 0; output < layer.outputs; output++) {
      values[i + output] = normalise(layer.norm, output, sums[i + output])
    }
  }
  return values
}
