import type { Tensor } from '@tensorflow/tfjs'
import type { Tf } from '../backend.js'
import { signs } from './estimators.js'
import type { WeightQuantiser } from './weight-quantiser.js'

/**
 * Quantises latent weights, outputs on the last axis; as `weightCodes`, with a gradient.
 *
 * The gradient of a sign passes to the latent weight times the scale, the scale being taken as constant.
 */
export function estimatedWeights(tf: Tf, quantiser: WeightQuantiser, latent: Tensor): Tensor {
  if (quantiser.kind === 'real') return latent
  if (quantiser.kind === 'levels') return levels(tf, quantiser.bits, latent)
  const fanInAxes = latent.shape.map((_, axis) => axis).slice(0, -1)
  return tf.customGrad((latent, save) => {
    const weight = latent as Tensor
    const sign = signs(tf, quantiser.centred ? tf.sub(weight, tf.mean(weight, fanInAxes, true)) : weight)
    if (quantiser.scale === 'none') {
      ;(save as (saved: Tensor[]) => void)([])
      return { value: sign, gradFunc: (dy: Tensor) => dy }
    }
    const scale =
      quantiser.scale === 'layer' ? tf.mean(tf.abs(weight)) : tf.mean(tf.abs(weight), fanInAxes, true)
    ;(save as (saved: Tensor[]) => void)([scale])
    return {
      value: tf.mul(sign, scale),
      gradFunc: (dy: Tensor, [scale]: Tensor[]) => tf.mul(dy, scale),
    }
  })(latent)
}

/** DoReFa's weights (Zhou et al. 2016, equation 9); the largest magnitude is taken as constant. */
function levels(tf: Tf, bits: number, latent: Tensor): Tensor {
  const most = 2 ** bits - 1
  return tf.customGrad((latent, save) => {
    const curved = tf.tanh(latent as Tensor)
    const largest = tf.max(tf.abs(curved))
    ;(save as (saved: Tensor[]) => void)([curved, largest])
    const unit = tf.add(tf.div(curved, tf.mul(2, largest)), 0.5)
    return {
      value: tf.sub(tf.mul(tf.round(tf.mul(unit, most)), 2 / most), 1),
      gradFunc: (dy: Tensor, [curved, largest]: Tensor[]) =>
        tf.mul(dy, tf.div(tf.sub(1, tf.square(curved)), largest)),
    }
  })(latent)
}
