import type { NetDefinition, NetOps } from '../net/ops.js'
import type { WeightQuantiser } from '../net/weight-quantiser.js'

const SIGNS: WeightQuantiser = { kind: 'sign', scale: 'none' }

/**
 * A binary 3x3 convolution of each channel alone, then a binary 1x1 convolution of its signs and of what it saw.
 *
 * Nine signs a sum lose much; with the input beside them the 1x1 convolution has both.
 */
function separable<T>(ops: NetOps<T>, input: T, name: string, channels: number, outputs: number): T {
  const each = { outputs: channels, kernel: 3, pad: 1, depthwise: true, weights: SIGNS }
  const depth = ops.sign(ops.batchNorm(ops.conv(input, `${name}.depth`, each), `${name}.depthNorm`))
  const both = ops.concat([input, depth])
  const point = ops.conv(both, `${name}.point`, { outputs, kernel: 1, weights: SIGNS })
  return ops.sign(ops.batchNorm(point, `${name}.pointNorm`))
}

/** A depthwise-separable binary network in the manner of MobileNet (Howard et al. 2017), on 8-bit pixels. */
export const depthwiseNet: NetDefinition = (ops, pixels) => {
  let x = ops.pixels(pixels)
  x = ops.conv(x, 'conv0', { outputs: 64, kernel: 7, stride: 4, pad: 2, weights: SIGNS })
  x = ops.sign(ops.batchNorm(x, 'norm0'))
  x = separable(ops, x, 'conv1', 64, 64)
  x = separable(ops, x, 'conv2', 64, 64)
  return ops.batchNorm(ops.dense(ops.flatten(x), 'dense0', { outputs: 10, weights: SIGNS }), 'norm1')
}
