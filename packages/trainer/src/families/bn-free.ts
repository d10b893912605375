import type { NetDefinition, NetOps } from '../net/ops.js'

const REAL = { kind: 'real' } as const
/** Scaled weight standardisation: each filter's mean is taken away before the sign. */
const CENTRED = { kind: 'sign', scale: 'none', centred: true } as const

/** Share of a block in what it is added to. */
const ALPHA = 0.2

/** x + gain · conv(sign(x + shift)), the gain starting at alpha over the deviation of a sum of so many signs. */
function block<T>(
  ops: NetOps<T>,
  x: T,
  shortcut: T,
  name: string,
  channels: number,
  outputs: number,
  stride: number,
): T {
  const signs = ops.sign(ops.shift(x, `${name}.in`))
  const sums = ops.conv(signs, name, { outputs, kernel: 3, stride, pad: 1, weights: CENTRED })
  const scaled = ops.gain(sums, name, ALPHA, 9 * channels)
  return ops.shift(ops.prelu(ops.add(shortcut, scaled), name), `${name}.after`)
}

/** A binary residual network without batch normalisation (Chen et al. 2021): gains and standardised weights in its place. */
export const bnFreeNet: NetDefinition = (ops, pixels) => {
  const stem = { outputs: 32, kernel: 7, stride: 4, pad: 4, weights: REAL, bias: true }
  let x = ops.conv(ops.pixels(pixels), 'conv0', stem)
  x = block(ops, x, x, 'conv1', 32, 32, 1)
  const halved = ops.averagePool(x, 2)
  x = ops.concat([block(ops, x, halved, 'conv2a', 32, 32, 2), block(ops, x, halved, 'conv2b', 32, 32, 2)])
  x = block(ops, x, x, 'conv3', 64, 64, 1)
  return ops.dense(ops.flatten(ops.averagePool(x, 2)), 'dense0', { outputs: 10, weights: REAL, bias: true })
}
