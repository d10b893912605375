import type { NetDefinition, NetOps } from '../net/ops.js'
import type { WeightQuantiser } from '../net/weight-quantiser.js'

/**
 * DoReFa-Net (Zhou et al. 2016) with every layer quantised: activations of `actBits` bits in 0..1, the first layer on 8-bit
 * pixels; 1-bit weights scaled by one mean magnitude a layer, wider ones on odd levels.
 */
export function doReFa(weightBits: number, actBits: number): NetDefinition {
  const weights: WeightQuantiser =
    weightBits === 1 ? { kind: 'sign', scale: 'layer' } : { kind: 'levels', bits: weightBits }
  const act = <T>(ops: NetOps<T>, x: T, name: string) =>
    ops.quantise(ops.batchNorm(x, name), actBits, 1 / (2 ** actBits - 1))
  return (ops, pixels) => {
    let x = ops.conv(ops.pixels(pixels), 'conv0', { outputs: 64, kernel: 7, stride: 4, pad: 2, weights })
    x = act(ops, x, 'norm0')
    x = act(ops, ops.conv(x, 'conv1', { outputs: 64, kernel: 3, weights }), 'norm1')
    return ops.batchNorm(ops.dense(ops.flatten(x), 'dense0', { outputs: 10, weights }), 'norm2')
  }
}
