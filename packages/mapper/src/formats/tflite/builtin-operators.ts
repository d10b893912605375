import { transpose } from '../../operators/shapes.js'
import { convolve, dense, depthwise, pad, perChannel } from '../tensorflow/convolution.js'
import { globalPool, pool } from '../tensorflow/pooling.js'
import { concatenate, flatten, reshape } from '../tensorflow/shapes.js'
import { channelsOf, makeValue, type Value } from '../tensorflow/value.js'
import { arithmetic } from './arithmetic.js'
import { fusedActivation, limit } from './fused-activation.js'
import { paddingOf } from './lce-operators.js'
import type { OperatorReader, OperatorUse } from './operator-use.js'
import { quantiseTo } from './quantisation.js'
import type { BUILTIN } from './schema.js'

const SIZE_MAX = 4096

/** Operators of TensorFlow Lite itself; option fields are numbered as in its public schema. */
export const BUILTIN_OPERATORS: Readonly<Record<keyof typeof BUILTIN, OperatorReader>> = {
  ADD: (use) => arithmetic(use, 'Add'),
  SUB: (use) => arithmetic(use, 'Sub'),
  MUL: (use) => arithmetic(use, 'Mul'),
  DIV: (use) => arithmetic(use, 'Div'),
  CONV_2D: convolution,
  DEPTHWISE_CONV_2D: depthwiseConvolution,
  FULLY_CONNECTED: fullyConnected,
  MAX_POOL_2D: (use) => pooling(use, 'max'),
  AVERAGE_POOL_2D: (use) => pooling(use, 'average'),
  MEAN: mean,
  CONCATENATION: concatenation,
  RESHAPE: reshaping,
  SQUEEZE: reshaping,
  PAD: padding,
  PADV2: padding,
  PRELU: parametricRectifier,
  LEAKY_RELU: (use) => {
    const x = use.value(0)
    return makeValue(
      use.b.node('LeakyRelu', use.name, [x.tensor], { alpha: use.options?.float32(0) ?? 0 }),
      x.shape,
    )
  },
  RELU: (use) => unary(use, 'Relu'),
  RELU_N1_TO_1: (use) => limit(use.b, use.value(0), use.name, -1, 1),
  RELU6: (use) => limit(use.b, use.value(0), use.name, 0, 6),
  TANH: (use) => unary(use, 'Tanh'),
  LOGISTIC: (use) => unary(use, 'Sigmoid'),
  SOFTMAX: (use) => {
    const x = use.value(0)
    const beta = use.options?.float32(0) ?? 1
    if (beta !== 1) throw new RangeError(`beta is ${beta}; 1 is read`)
    return makeValue(
      use.b.node('Softmax', use.name, [x.tensor], { axis: x.shape.length === 1 ? -1 : 1 }),
      x.shape,
    )
  },
  QUANTIZE: (use) => quantiseTo(use.b, use.value(0), use.name, use.output),
  DEQUANTIZE: (use) => unary(use, 'Identity'),
}

function unary(use: OperatorUse, operator: string): Value {
  const x = use.value(0)
  return makeValue(use.b.node(operator, use.name, [x.tensor]), x.shape)
}

function option(use: OperatorUse, field: number, fallback = 0): number {
  const value = use.options?.int32(field, fallback) ?? fallback
  if (value < 0 || value > SIZE_MAX) throw new RangeError(`option ${field} is ${value}`)
  return value
}

function byteOption(use: OperatorUse, field: number): number {
  return use.options?.int8(field) ?? 0
}

/** The bias operand, when there is one, and the fused activation. */
function finish(use: OperatorUse, sums: Value, activation: number): Value {
  const { b, name } = use
  const biased =
    use.tensor(2) === undefined ? sums : perChannel(b, sums, 'Add', `${name}/bias`, use.constant(2))
  return fusedActivation(b, biased, name, activation)
}

/** Filter [output, height, width, input / groups]. */
function convolution(use: OperatorUse): Value {
  const { b, name } = use
  const x = use.value(0)
  const filter = use.constant(1)
  if (filter.shape.length !== 4) throw new RangeError(`its filter has ${filter.shape.length} axes, not 4`)
  const sums = convolve(b, x, {
    name,
    kernel: transpose(filter, [1, 2, 3, 0]),
    strides: [option(use, 2, 1), option(use, 1, 1)],
    dilations: [option(use, 5, 1), option(use, 4, 1)],
    padding: paddingOf(byteOption(use, 0)),
    padValue: 0,
    groups: channelsOf(x) / filter.shape[3],
  })
  return finish(use, sums, byteOption(use, 3))
}

/** Filter [1, height, width, channels × multiplier]. */
function depthwiseConvolution(use: OperatorUse): Value {
  const { b, name } = use
  const x = use.value(0)
  const { shape, data } = use.constant(1)
  const multiplier = shape[3] / channelsOf(x)
  if (shape.length !== 4 || shape[0] !== 1 || !Number.isInteger(multiplier)) {
    throw new RangeError(`a filter of ${shape.join('×')} on ${channelsOf(x)} channels`)
  }
  const sums = depthwise(b, x, {
    name,
    kernel: { shape: [shape[1], shape[2], channelsOf(x), multiplier], data },
    strides: [option(use, 2, 1), option(use, 1, 1)],
    dilations: [option(use, 6, 1), option(use, 5, 1)],
    padding: paddingOf(byteOption(use, 0)),
    padValue: 0,
  })
  return finish(use, sums, byteOption(use, 4))
}

/** Filter [outputs, inputs]; maps become vectors unless `keep_num_dims` says otherwise. */
function fullyConnected(use: OperatorUse): Value {
  const { b, name } = use
  const filter = use.constant(1)
  if (filter.shape.length !== 2) throw new RangeError(`its filter has ${filter.shape.length} axes, not 2`)
  if (byteOption(use, 1) !== 0) throw new RangeError('its weights are shuffled')
  const x = byteOption(use, 2) ? use.value(0) : flatten(b, use.value(0), `${name}/flat`)
  return finish(use, dense(b, x, name, transpose(filter, [1, 0])), byteOption(use, 0))
}

function pooling(use: OperatorUse, kind: 'max' | 'average'): Value {
  const { b, name } = use
  const window = [option(use, 4), option(use, 3)]
  const strides = [option(use, 2), option(use, 1)]
  const pooled = pool(b, use.value(0), {
    name,
    kind,
    window,
    strides,
    padding: paddingOf(byteOption(use, 0)),
  })
  return fusedActivation(b, pooled, name, byteOption(use, 5))
}

/** Over all pixels of each channel. */
function mean(use: OperatorUse): Value {
  const x = use.value(0)
  const rank = x.shape.length + 1
  const axes = Array.from(use.stored(1).data, (axis) => (axis < 0 ? axis + rank : axis)).sort((a, z) => a - z)
  if (
    axes.join() !==
    x.shape
      .slice(1)
      .map((_, i) => i + 1)
      .join()
  ) {
    throw new RangeError(`it averages axes ${axes.join(', ')}; all pixels of each channel are read`)
  }
  return globalPool(use.b, x, use.name, 'average', byteOption(use, 0) !== 0)
}

function concatenation(use: OperatorUse): Value {
  const values = use.operator.inputs.map((_, i) => use.value(i))
  const axis = use.options?.int32(0) ?? 0
  if (axis === 0 || values.length === 0) throw new RangeError('it joins along the batch')
  const joined = concatenate(use.b, values, use.name, axis > 0 ? axis - 1 : axis)
  return fusedActivation(use.b, joined, use.name, byteOption(use, 1))
}

/** To the shape of the result, whose first axis is the batch. */
function reshaping(use: OperatorUse): Value {
  const [batch, ...shape] = use.output.shape
  if (batch !== 1 || shape.length === 0) throw new RangeError(`its result has a batch of ${batch}`)
  return reshape(use.b, use.value(0), use.name, shape)
}

/** Paddings [axis][before, after], the batch first; PADV2 has the value as third operand. */
function padding(use: OperatorUse): Value {
  const x = use.value(0)
  const { data } = use.stored(1)
  const paddings = Array.from({ length: data.length / 2 }, (_, i) => ({
    before: data[2 * i],
    after: data[2 * i + 1],
  }))
  const [batch, ...axes] = paddings
  const channels = axes.pop()
  const none = [batch, channels].every((axis) => axis?.before === 0 && axis.after === 0)
  const fits =
    axes.length === x.shape.length - 1 && axes.every(({ before, after }) => Math.min(before, after) >= 0)
  if (!none || !fits) throw new RangeError('it pads other axes than those of the pixels')
  const value = use.tensor(2) === undefined ? 0 : use.constant(2).data[0]
  return pad(use.b, x, use.name, axes, value)
}

/** Slopes [height or 1, width or 1, channels]. */
function parametricRectifier(use: OperatorUse): Value {
  const { b, name } = use
  const x = use.value(0)
  const slopes = use.constant(1)
  const rank = x.shape.length
  if (
    slopes.shape.length !== rank ||
    slopes.shape.some((size, axis) => size !== 1 && size !== x.shape[axis])
  ) {
    throw new RangeError('its slopes do not fit its input')
  }
  const order = [rank - 1, ...Array.from({ length: rank - 1 }, (_, axis) => axis)]
  const constant = b.constant(`${name}/slopes`, transpose(slopes, order))
  return makeValue(b.node('PRelu', name, [x.tensor, constant]), x.shape)
}
