import type { Tensor } from '../../graph/tensor.js'
import { roundHalfEven } from '../../operators/rounding.js'
import { numberOf, sizeOf } from './layer-options.js'
import type { QuantiserSpec } from './quantiser-spec.js'

/** A kernel as its layer uses it: values × scale, with one scale for each entry of the last axis or for all. */
export interface QuantisedKernel {
  readonly values: Tensor
  /** Undefined when it is 1. */
  readonly scale: Tensor | undefined
}

/** Ternary weight networks: threshold / mean magnitude. */
const TERNARY_FACTOR = 0.7

const DOREFA_BITS_MAX = 8

/**
 * Quantises the latent weights of a file as Larq does when it computes.
 *
 * Real scales are kept apart, so that the values are integers.
 *
 * @throws RangeError for options that cannot be
 */
export function quantiseKernel(latent: Tensor, { kind, config }: QuantiserSpec): QuantisedKernel {
  const map = (f: (w: number) => number): Tensor => ({ shape: latent.shape, data: latent.data.map(f) })
  const sign = (w: number) => (w >= 0 ? 1 : -1)
  switch (kind) {
    case 'none':
      return { values: latent, scale: undefined }
    case 'sign':
      return { values: map(sign), scale: undefined }
    case 'magnitudeSign':
      return { values: map(sign), scale: meanMagnitudes(latent) }
    case 'heaviside':
      return { values: map((w) => (w > 0 ? 1 : 0)), scale: undefined }
    case 'ternary': {
      const clip = numberOf(config, 'clip_value', Number.MAX_VALUE)
      const clipped = latent.data.map((w) => Math.min(Math.max(w, -clip), clip))
      const threshold = config.ternary_weight_networks
        ? (TERNARY_FACTOR * clipped.reduce((sum, w) => sum + Math.abs(w), 0)) / clipped.length
        : Math.fround(numberOf(config, 'threshold_value', 0.05))
      const ternary = (w: number) => Math.sign(Math.sign(w + threshold) + Math.sign(w - threshold))
      return { values: { shape: latent.shape, data: clipped.map((w) => ternary(w) + 0) }, scale: undefined }
    }
    case 'dorefa':
      return dorefaKernel(latent, config)
  }
}

/** Weights on the odd multiples of 1 / (2^k − 1) in mode `weights`, else on the multiples from 0 to 1. */
function dorefaKernel(latent: Tensor, config: QuantiserSpec['config']): QuantisedKernel {
  const steps = dorefaSteps(config)
  const scale: Tensor = { shape: [], data: Float64Array.of(1 / steps) }
  const { shape, data } = latent
  if (config.mode !== 'weights') {
    const codes = data.map((w) => roundHalfEven(Math.min(Math.max(w, 0), 1) * steps))
    return { values: { shape, data: codes }, scale }
  }
  const limited = data.map(Math.tanh)
  const peak = limited.reduce((largest, w) => Math.max(largest, Math.abs(w)), 0)
  const codes = limited.map(
    (w) => 2 * roundHalfEven((peak === 0 ? 0.5 : w / (2 * peak) + 0.5) * steps) - steps,
  )
  return { values: { shape, data: codes }, scale }
}

/** 2^k − 1 of a DoReFa quantiser. */
export function dorefaSteps(config: QuantiserSpec['config']): number {
  const bits = sizeOf(config, 'k_bit', 2)
  if (bits < 1 || bits > DOREFA_BITS_MAX)
    throw new RangeError(`k_bit is ${bits}; 1 to ${DOREFA_BITS_MAX} are read`)
  return 2 ** bits - 1
}

/** Mean |w| over all axes but the last. */
function meanMagnitudes({ shape, data }: Tensor): Tensor {
  const columns = shape[shape.length - 1]
  const sums = new Float64Array(columns)
  for (const [i, w] of data.entries()) sums[i % columns] += Math.abs(w)
  return { shape: [columns], data: sums.map((sum) => (sum * columns) / data.length) }
}
