import type { Tensor, Tensor2D } from '@tensorflow/tfjs'
import type { Tf } from './backend.js'

/** Differentiable operations of a binarised layer, each with its gradient written out. */
export interface StraightThrough {
  /** Sign of an activation (`>= 0` is +1); its gradient passes unchanged where `|x| <= 1` and is 0 elsewhere. */
  signActivation(x: Tensor2D): Tensor2D
  /**
   * Product of ±1 activations `[batch, inputs]` with the signs of latent weights `[inputs, outputs]`.
   *
   * The weight gradient passes the sign unchanged; latent weights are held in -1..1 by the optimiser.
   */
  matMulSigns(act: Tensor2D, latent: Tensor2D): Tensor2D
  /** As `matMulSigns`, for the input layer: no gradient for `act`. */
  matMulSignsOfInput(act: Tensor2D, latent: Tensor2D): Tensor2D
}

/** Creates the operations on one TensorFlow.js backend (straight-through estimator: Hubara et al. 2016). */
export function createStraightThrough(tf: Tf): StraightThrough {
  // 1 - 2·[x < 0], through `step`: comparisons and `sign` are not vectorised by the WebAssembly backend.
  const signs = <T extends Tensor>(x: T): T => tf.neg(tf.step(tf.neg(x), -1))

  const signActivation = tf.customGrad((x, save) => {
    const input = x as Tensor
    ;(save as (saved: Tensor[]) => void)([input])
    return {
      value: signs(input),
      // step(1 - |x|, 0) is 1 where |x| < 1.
      gradFunc: (dy: Tensor, [saved]: Tensor[]) => tf.mul(dy, tf.step(tf.sub(1, tf.abs(saved)))),
    }
  })

  const weightGradient = (act: Tensor, dy: Tensor) => tf.matMul(tf.transpose(act), dy)

  const matMulSigns = tf.customGrad((act, latent, save) => {
    const weight = signs(latent as Tensor)
    ;(save as (saved: Tensor[]) => void)([act as Tensor, weight])
    return {
      value: tf.matMul(act as Tensor, weight),
      // Transposing first: a product with a transposed operand takes a ten times slower path.
      gradFunc: (dy: Tensor, [act, weight]: Tensor[]) => [
        tf.matMul(dy, tf.transpose(weight)),
        weightGradient(act, dy),
      ],
    }
  })

  const matMulSignsOfInput = (act: Tensor2D, latent: Tensor2D) =>
    tf.customGrad((latent, save) => {
      ;(save as (saved: Tensor[]) => void)([])
      return {
        value: tf.matMul(act, signs(latent as Tensor)),
        gradFunc: (dy: Tensor) => weightGradient(act, dy),
      }
    })(latent)

  return {
    signActivation: (x) => signActivation(x) as Tensor2D,
    matMulSigns: (act, latent) => matMulSigns(act, latent) as Tensor2D,
    matMulSignsOfInput: (act, latent) => matMulSignsOfInput(act, latent) as Tensor2D,
  }
}
