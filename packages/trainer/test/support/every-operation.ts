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
  x = ops.concat([x, ops.gain(ops.relu(x), 'b3', 0.5, 1)])
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

/** A small network with the operations of recurrent networks, layers used twice, and the input scale. */
export const everyStep: NetDefinition = (ops, pixels) => {
  const signs = ops.pixelSigns(pixels)
  const real = { kind: 'real' } as const
  const levels = { kind: 'levels', bits: 2 } as const
  const rows = ops.rows(signs)
  const first = ops.dense(rows[9], 'row', { outputs: 12, weights: levels })
  const second = ops.dense(rows[14], 'row', { outputs: 12, weights: levels })
  const [a, b, c] = ops.split(
    ops.shift(ops.gain(ops.add(first, second), 'both', 0.5, 28), 'both', (channel) => channel / 10),
    3,
    12,
  )
  const halves = { outputs: 8, parts: 2, weights: { kind: 'sign', scale: 'channel' } } as const
  const summed = ops.add(
    ops.shift(ops.gain(ops.stretch(ops.dense(rows[11], 'halves', halves), 0.3), 'halves', 0.5, 1), 'halves'),
    ops.dense(rows[12], 'more', { ...halves, weights: levels }),
  )
  const [d, e] = ops.split(summed, 2, 8)
  const gated = ops.mul(ops.sigmoid(a), ops.tanh(ops.add(b, ops.sign(c, 'nothing'))))
  const x = ops.conv(ops.pixels(pixels), 'stem', { outputs: 3, kernel: 3, stride: 3, weights: real })
  const sums = ops.conv(ops.sign(x), 'scaled', { outputs: 2, kernel: 3, pad: 1, weights: real })
  const map = ops.flatten(ops.averagePool(ops.inputScale(sums, x, 3, 1), 3))
  return ops.dense(ops.concat([gated, ops.mul(d, e), map]), 'last', {
    outputs: 10,
    weights: real,
    bias: true,
  })
}
