import type { NetDefinition } from '../net/ops.js'
import type { WeightQuantiser } from '../net/weight-quantiser.js'

const SIGNS: WeightQuantiser = { kind: 'sign', scale: 'none' }

/** 255 steps of 1/64: just under 4 deviations of a normalised sum. */
const BITS = 8
const STEP = 1 / 64

/** BinaryConnect (Courbariaux et al. 2015): 1-bit weights on 8-bit pixels and 8-bit ReLU activations. */
export const binaryConnectMlp: NetDefinition = (ops, pixels) => {
  let x = ops.flatten(ops.pixels(pixels))
  for (const layer of [0, 1]) {
    const sums = ops.dense(x, `dense${layer}`, { outputs: 128, weights: SIGNS })
    x = ops.quantise(ops.batchNorm(sums, `norm${layer}`), BITS, STEP)
  }
  return ops.batchNorm(ops.dense(x, 'dense2', { outputs: 10, weights: SIGNS }), 'norm2')
}
