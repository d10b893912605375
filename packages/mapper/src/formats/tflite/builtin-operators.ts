import { transpose } from '../../operators/shapes.js'
import { globalPool, pool } from '../tensorflow/pooling.js'
import { makeValue, type Value } from '../tensorflow/value.js'
import { arithmetic } from './arithmetic.js'
import { fusedActivation, limit } from './fused-activation.js'
import { paddingOf } from './lce-operators.js'
import type { OperatorReader, OperatorUse } from './operator-use.js'
import { byteOption, sizeOption } from './options.js'
import { convolution, depthwiseConvolution, fullyConnected } from './product-operators.js'
import { quantiseTo } from './quantisation.js'
import type { BUILTIN } from './schema.js'
import { concatenation, padding, reshaping } from './shape-operators.js'

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

function pooling(use: OperatorUse, kind: 'max' | 'average'): Value {
  const { b, name } = use
  const window = [sizeOption(use, 4), sizeOption(use, 3)]
  const strides = [sizeOption(use, 2), sizeOption(use, 1)]
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
