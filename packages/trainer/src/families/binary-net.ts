import type { NetDefinition } from '../net/ops.js'
import type { WeightQuantiser } from '../net/weight-quantiser.js'

const SIGNS: WeightQuantiser = { kind: 'sign', scale: 'none' }

/** BinaryNet (Hubara et al. 2016): 1-bit weights on 8-bit pixels, then on signs; the pool comes before the normalisation. */
export const binaryNetCnn: NetDefinition = (ops, pixels) => {
  let x = ops.pixels(pixels)
  x = ops.conv(x, 'conv0', { outputs: 32, kernel: 5, stride: 2, pad: 2, weights: SIGNS })
  x = ops.sign(ops.batchNorm(x, 'norm0'))
  x = ops.conv(x, 'conv1', { outputs: 32, kernel: 3, pad: 1, weights: SIGNS })
  x = ops.sign(ops.batchNorm(ops.maxPool(x, 2), 'norm1'))
  x = ops.conv(x, 'conv2', { outputs: 64, kernel: 3, pad: 1, weights: SIGNS })
  x = ops.sign(ops.batchNorm(ops.maxPool(x, 2), 'norm2'))
  x = ops.dense(ops.flatten(x), 'dense0', { outputs: 64, weights: SIGNS })
  x = ops.sign(ops.batchNorm(x, 'norm3'))
  return ops.batchNorm(ops.dense(x, 'dense1', { outputs: 10, weights: SIGNS }), 'norm4')
}
