import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs'
import type { Tf } from '../backend.js'

/** Normalised values and the batch's statistics, one a channel. */
export interface Normalised {
  readonly value: Tensor
  readonly mean: Tensor1D
  readonly variance: Tensor1D
}

/**
 * Batch normalisation over all axes but the last, with the statistics of the batch.
 *
 * Means over maps are taken by a pool of the whole map first, which the WebAssembly backend does several times faster.
 */
export function batchNorm(tf: Tf, x: Tensor, gamma: Tensor, beta: Tensor, epsilon: number): Normalised {
  const channels = x.shape[x.shape.length - 1]
  const count = x.size / channels
  const rows = (tensor: Tensor) => tf.reshape(tensor, [count, channels])
  const average = (flat: Tensor) => {
    if (x.rank !== 4)
      return tf.reshape(tf.matMul(tf.fill([1, count], 1 / count), flat), [channels]) as Tensor1D
    const [images, height, width] = (x as Tensor4D).shape
    const maps = tf.reshape(flat, [images, height, width, channels]) as Tensor4D
    return tf.mean(tf.avgPool(maps, [height, width], 1, 'valid'), [0, 1, 2]) as Tensor1D
  }
  const mean = average(rows(x))
  const variance = average(tf.square(tf.sub(rows(x), mean)))
  const value = tf.customGrad((x, gamma, beta, save) => {
    const inverse = tf.rsqrt(tf.add(variance, epsilon))
    const unit = tf.mul(tf.sub(rows(x as Tensor), mean), inverse)
    ;(save as (saved: Tensor[]) => void)([unit, tf.mul(gamma as Tensor, inverse)])
    return {
      value: tf.reshape(tf.add(tf.mul(unit, gamma as Tensor), beta as Tensor), (x as Tensor).shape),
      gradFunc: (dy: Tensor, [unit, factor]: Tensor[]) => {
        const slope = rows(dy)
        const meanSlope = average(slope)
        const meanProduct = average(tf.mul(slope, unit))
        const centred = tf.sub(tf.sub(slope, meanSlope), tf.mul(unit, meanProduct))
        return [
          tf.reshape(tf.mul(centred, factor), dy.shape),
          tf.mul(meanProduct, count),
          tf.mul(meanSlope, count),
        ]
      },
    }
  })(x, gamma, beta)
  return { value, mean, variance }
}
