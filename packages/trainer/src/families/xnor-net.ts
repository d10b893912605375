import type { NetDefinition, NetOps } from '../net/ops.js'

/**
 * XNOR-Net (Rastegari et al. 2016): real first and last layer, between them batch-norm, sign, convolution, pool;
 * the signs of the weights are scaled by their mean magnitude (alpha), one an output.
 *
 * @param inputScale - also scales every sum by K, the mean magnitude of the inputs under the kernel
 */
export function xnorNet(inputScale: boolean): NetDefinition {
  const binary = <T>(ops: NetOps<T>, input: T, layer: number, pad: number): T => {
    const x = ops.batchNorm(input, `norm${layer}`)
    const options = { outputs: 64, kernel: 3, pad, weights: { kind: 'sign', scale: 'channel' } } as const
    const sums = ops.conv(ops.sign(x), `conv${layer}`, options)
    return inputScale ? ops.inputScale(sums, x, 3, pad) : sums
  }
  return (ops, pixels) => {
    const real = { kind: 'real' } as const
    let x = ops.conv(ops.pixels(pixels), 'conv0', {
      outputs: 32,
      kernel: 7,
      stride: 4,
      pad: 2,
      weights: real,
    })
    x = ops.relu(ops.batchNorm(x, 'norm0'))
    x = binary(ops, binary(ops, x, 1, 1), 2, 0)
    x = ops.flatten(ops.relu(ops.batchNorm(ops.maxPool(x, 2), 'norm3')))
    return ops.dense(x, 'dense0', { outputs: 10, weights: real, bias: true })
  }
}
