import type { NetDefinition, NetOps } from '../net/ops.js'

const REAL = { kind: 'real' } as const
const SIGNS = { kind: 'sign', scale: 'channel' } as const

/** Sign, binary convolution, normalisation, the real shortcut, and ReActNet's shifted slope; sign(x + shift) is its RSign. */
function block<T>(ops: NetOps<T>, x: T, shortcut: T, name: string, outputs: number, stride: number): T {
  const signs = ops.sign(ops.shift(x, `${name}.in`))
  const sums = ops.conv(signs, name, { outputs, kernel: 3, stride, pad: 1, weights: SIGNS })
  const sum = ops.add(ops.batchNorm(sums, `${name}.norm`), shortcut)
  return ops.shift(ops.prelu(ops.shift(sum, `${name}.before`), name), `${name}.after`)
}

/**
 * A residual network with a real shortcut round every binary convolution (Liu et al. 2018, Bi-Real) and RPReLU (Liu et al. 2020,
 * ReActNet); the channels double by two convolutions beside each other on the halved map. First and last layer are real.
 */
export const biRealNet: NetDefinition = (ops, pixels) => {
  let x = ops.conv(ops.pixels(pixels), 'conv0', { outputs: 32, kernel: 7, stride: 4, pad: 4, weights: REAL })
  x = ops.batchNorm(x, 'norm0')
  x = block(ops, x, x, 'conv1', 32, 1)
  const halved = ops.averagePool(x, 2)
  x = ops.concat([block(ops, x, halved, 'conv2a', 32, 2), block(ops, x, halved, 'conv2b', 32, 2)])
  x = block(ops, x, x, 'conv3', 64, 1)
  return ops.dense(ops.flatten(ops.averagePool(x, 2)), 'dense0', { outputs: 10, weights: REAL, bias: true })
}
