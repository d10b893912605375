import type { Tensor } from '@tensorflow/tfjs'
import type { Tf } from '../backend.js'

/** What stands in for the gradient of sign. */
export const SIGN_GRADIENTS = ['identity', 'clip', 'approximate', 'soft'] as const

/**
 * `identity`: 1 (Bengio et al. 2013); `clip`: 1 where |x| < 1 (Hubara et al. 2016); `approximate`: 2 - 2|x| where
 * |x| < 1 (Liu et al. 2018, Bi-Real); `soft`: 1 / (1 + |x|)^2, the slope of softsign.
 */
export type SignGradient = (typeof SIGN_GRADIENTS)[number]

type Save = (saved: Tensor[]) => void

/** Signs of `x`, 0 becoming +1, through `step`: comparisons are not vectorised by the WebAssembly backend. */
export function signs(tf: Tf, x: Tensor): Tensor {
  return tf.neg(tf.step(tf.neg(x), -1))
}

/** Sign with a gradient that stands in. */
export function estimatedSign(tf: Tf, gradient: SignGradient, x: Tensor): Tensor {
  const slope = {
    identity: (x: Tensor) => tf.onesLike(x),
    clip: (x: Tensor) => tf.step(tf.sub(1, tf.abs(x))),
    approximate: (x: Tensor) => tf.relu(tf.sub(2, tf.mul(2, tf.abs(x)))),
    soft: (x: Tensor) => tf.reciprocal(tf.square(tf.add(1, tf.abs(x)))),
  }[gradient]
  return tf.customGrad((x, save) => {
    ;(save as Save)([x as Tensor])
    return {
      value: signs(tf, x as Tensor),
      gradFunc: (dy: Tensor, [x]: Tensor[]) => tf.mul(dy, slope(x)),
    }
  })(x)
}

/** Nearest of the codes `0..2^bits - 1` times `step`; the gradient passes inside the range. */
export function estimatedCodes(tf: Tf, bits: number, step: number, x: Tensor): Tensor {
  const most = 2 ** bits - 1
  return tf.customGrad((x, save) => {
    const scaled = tf.div(x as Tensor, step)
    ;(save as Save)([scaled])
    return {
      value: tf.mul(tf.round(tf.clipByValue(scaled, 0, most)), step),
      gradFunc: (dy: Tensor, [scaled]: Tensor[]) =>
        tf.mul(dy, tf.mul(tf.step(scaled), tf.step(tf.sub(most, scaled)))),
    }
  })(x)
}
