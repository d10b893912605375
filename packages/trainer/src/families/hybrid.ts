import type { NetDefinition } from '../net/ops.js'

const REAL = { kind: 'real' } as const
const SIGNS = { kind: 'sign', scale: 'none' } as const

/** A binary backbone on 8-bit pixels under a float head of two layers. */
export const hybridNet: NetDefinition = (ops, pixels) => {
  let x = ops.pixels(pixels)
  x = ops.conv(x, 'conv0', { outputs: 64, kernel: 7, stride: 4, pad: 2, weights: SIGNS })
  x = ops.sign(ops.batchNorm(x, 'norm0'))
  x = ops.conv(x, 'conv1', { outputs: 64, kernel: 3, weights: SIGNS })
  x = ops.sign(ops.batchNorm(ops.maxPool(x, 2), 'norm1'))
  x = ops.relu(ops.dense(ops.flatten(x), 'dense0', { outputs: 64, weights: REAL, bias: true }))
  return ops.dense(x, 'dense1', { outputs: 10, weights: REAL, bias: true })
}
