import type { Tensor, Tensor2D } from '@tensorflow/tfjs'
import type { Tf } from '../backend.js'

/** Product of `x` `[images, inputs]` and `weight` `[inputs, outputs]`, with gradients that the WebAssembly backend is fast at. */
export function multiply(tf: Tf, x: Tensor2D, weight: Tensor2D): Tensor {
  return tf.customGrad((x, weight, save) => {
    ;(save as (saved: Tensor[]) => void)([x as Tensor, weight as Tensor])
    return {
      value: tf.matMul(x as Tensor2D, weight as Tensor2D),
      // Transposing first: a product with a transposed operand takes a ten times slower path.
      gradFunc: (dy: Tensor, [x, weight]: Tensor[]) => [
        tf.matMul(dy as Tensor2D, tf.transpose(weight as Tensor2D)),
        tf.matMul(tf.transpose(x as Tensor2D), dy as Tensor2D),
      ],
    }
  })(x, weight)
}
