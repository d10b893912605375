import { scalar, tensor } from '../../graph/tensor.js'
import type { GraphBuilder } from '../graph-builder.js'
import { makeValue, type Value } from '../tensorflow/value.js'
import { dorefaSteps } from './kernel.js'
import { numberOf } from './layer-options.js'
import type { Config } from './model-config.js'
import { type QuantiserSpec, quantiserSpec, specName } from './quantiser-spec.js'

/** Activation functions that are ONNX operators of their own. */
const OPERATORS: Readonly<Record<string, string>> = {
  relu: 'Relu',
  softmax: 'Softmax',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
  softplus: 'Softplus',
  softsign: 'Softsign',
  exponential: 'Exp',
}

/**
 * Applies the activation function that a configuration names: Keras's own, Larq's, or a quantiser.
 *
 * @throws RangeError for a function that is not known
 */
export function activate(b: GraphBuilder, x: Value, name: string, value: unknown): Value {
  if (value === null || value === undefined) return x
  const called = specName(value)
  if (called === 'linear') return x
  if (called === 'hard_tanh') return clip(b, x, name, -1, 1)
  if (called === 'relu6') return clip(b, x, name, 0, 6)
  if (Object.hasOwn(OPERATORS, called)) {
    const attributes = called === 'softmax' ? { axis: x.shape.length === 1 ? -1 : 1 } : {}
    return makeValue(b.node(OPERATORS[called], name, [x.tensor], attributes), x.shape)
  }
  const spec = quantiserSpec(value)
  if (spec === undefined) throw new RangeError(`its activation "${called}" is not known`)
  return quantise(b, x, name, spec)
}

/** Limits values to a range. */
export function clip(b: GraphBuilder, x: Value, name: string, low: number, high: number): Value {
  const [min, max] = [low, high].map((limit, i) =>
    b.constant(`${name}/${i === 0 ? 'min' : 'max'}`, scalar(limit)),
  )
  return makeValue(b.node('Clip', name, [x.tensor, min, max]), x.shape)
}

/**
 * Quantises activations as Larq does.
 *
 * @throws RangeError for a quantiser whose levels depend on the data
 */
export function quantise(b: GraphBuilder, x: Value, name: string, { kind, config }: QuantiserSpec): Value {
  switch (kind) {
    case 'none':
      return x
    case 'sign':
      return makeValue(
        b.node('BipolarQuant', name, [x.tensor, b.constant(`${name}/scale`, scalar(1))]),
        x.shape,
      )
    case 'magnitudeSign':
      throw new RangeError('its input quantiser magnitude_aware_sign scales by the data')
    case 'heaviside':
      // Strictly above 0 is: at least the smallest number above 0
      return thresholds(b, x, name, [Number.MIN_VALUE], 0)
    case 'ternary':
      return ternary(b, x, name, config)
    case 'dorefa':
      return dorefa(b, x, name, config)
  }
}

function thresholds(b: GraphBuilder, x: Value, name: string, limits: readonly number[], bias: number): Value {
  const list = b.constant(`${name}/thresholds`, tensor(limits, [1, limits.length]))
  return makeValue(
    b.node('MultiThreshold', name, [x.tensor, list], { out_scale: 1, out_bias: bias }),
    x.shape,
  )
}

/** −1 up to −threshold, +1 from the threshold on, else 0. */
function ternary(b: GraphBuilder, x: Value, name: string, config: Config): Value {
  if (config.ternary_weight_networks)
    throw new RangeError('its input quantiser ste_tern takes its threshold from the data')
  const threshold = Math.fround(numberOf(config, 'threshold_value', 0.05))
  const clipValue = numberOf(config, 'clip_value', Number.MAX_VALUE)
  if (!(threshold > 0 && threshold < clipValue))
    throw new RangeError(`threshold_value ${threshold} is out of range`)
  return thresholds(b, x, name, [above(-threshold), threshold], -1)
}

/** The next float64 above a negative number. */
function above(value: number): number {
  const bits = new BigInt64Array(Float64Array.of(value).buffer)
  bits[0] -= 1n
  return new Float64Array(bits.buffer)[0]
}

/** round(clip(x, 0, 1) × n) / n with n = 2^k − 1, halves to even. */
function dorefa(b: GraphBuilder, x: Value, name: string, config: Config): Value {
  if (config.mode === 'weights')
    throw new RangeError('its input quantiser dorefa_quantizer is in mode "weights"')
  const steps = dorefaSteps(config)
  const bits = Math.log2(steps + 1)
  const count = b.constant(`${name}/steps`, scalar(steps))
  const scaled = b.node('Mul', `${name}/scaled`, [clip(b, x, `${name}/clip`, 0, 1).tensor, count])
  const options = [1, 0, bits].map((value, i) => b.constant(`${name}/option${i}`, scalar(value)))
  const rounded = b.node('Quant', `${name}/rounded`, [scaled, ...options], {
    signed: 0,
    narrow: 0,
    rounding_mode: 'ROUND',
  })
  return makeValue(b.node('Div', name, [rounded, count]), x.shape)
}
