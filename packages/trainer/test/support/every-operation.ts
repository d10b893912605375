import type { NetDefinition } from '../../src/net/ops.js'

/** A small network with every operation, stride, pad, bias and kind of weights. */
export const everyOperation: NetDefinition = (ops, pixels) => {
  let x = ops.pixels(pixels)
  x = ops.conv(x, 'a', { outputs: 4, kernel: 5, stride: 2, pad: 2, weights: { kind: 'real' }, bias: true })
  x = ops.sign(ops.batchNorm(x, 'an'))
  const y = ops.conv(x, 'b', {
    outputs: 4,
    kernel: 3,
    stride: 2,
    pad: 1,
    weights: { kind: 'sign', scale: 'channel' },
  })
  const pooled = ops.add(ops.maxPool(x, 2), ops.averagePool(x, 2))
  x = ops.add(ops.batchNorm(y, 'bn'), pooled)
  x = ops.shift(ops.prelu(ops.shift(x, 'b0'), 'b1'), 'b2')
  x = ops.concat([x, ops.gain(ops.relu(x), 'b3', 0.5)])
  x = ops.quantise(x, 2, 0.25)
  x = ops.conv(x, 'c', {
    outputs: 8,
    kernel: 3,
    pad: 1,
    depthwise: true,
    weights: { kind: 'levels', bits: 2 },
  })
  x = ops.batchNorm(x, 'cn')
  x = ops.mul(
    ops.conv(ops.sign(x), 'd', {
      outputs: 8,
      kernel: 3,
      weights: { kind: 'sign', scale: 'layer', centred: true },
    }),
    ops.conv(x, 'e', { outputs: 8, kernel: 3, weights: { kind: 'sign', scale: 'none' } }),
  )
  const parts = [ops.globalAverage(x), ops.flatten(ops.maxPool(x, 2))]
  x = ops.batchNorm(
    ops.dense(ops.sign(ops.batchNorm(ops.concat(parts), 'en')), 'f', {
      outputs: 12,
      weights: { kind: 'sign', scale: 'none' },
    }),
    'fn',
  )
  return ops.dense(ops.relu(x), 'g', { outputs: 10, weights: { kind: 'real' }, bias: true })
}
