import { filled, scalar, tensor } from '../../../graph/tensor.js'
import { transpose } from '../../../operators/shapes.js'
import { pad } from '../../tensorflow/convolution.js'
import type { AxisPadding } from '../../tensorflow/padding.js'
import { globalPool, pool } from '../../tensorflow/pooling.js'
import { add, concatenate, flatten, permute, reshape } from '../../tensorflow/shapes.js'
import { channelsOf, makeValue, type Value } from '../../tensorflow/value.js'
import { activate, clip } from '../activation.js'
import { numberOf, paddingOf, requireChannelsLast, sizesOf } from '../layer-options.js'
import { listOf } from '../model-config.js'
import { arrayOf, type LayerReader, type LayerUse, onlyInput } from './layer-reader.js'

/** Default epsilon of Keras's batch normalisation. */
const EPSILON = 1e-3

const identity: LayerReader = { read: onlyInput }

/** Layers without a kernel. */
export const PLAIN_LAYERS: Readonly<Record<string, LayerReader>> = {
  BatchNormalization: {
    variables: ({ scale = true, center = true }) => [
      ...(scale ? ['gamma'] : []),
      ...(center ? ['beta'] : []),
      'moving_mean',
      'moving_variance',
    ],
    read: batchNormalisation,
  },
  MaxPooling1D: { read: (use) => pooling(use, 'max', 1) },
  MaxPooling2D: { read: (use) => pooling(use, 'max', 2) },
  AveragePooling1D: { read: (use) => pooling(use, 'average', 1) },
  AveragePooling2D: { read: (use) => pooling(use, 'average', 2) },
  GlobalMaxPooling1D: { read: (use) => globalPooling(use, 'max') },
  GlobalMaxPooling2D: { read: (use) => globalPooling(use, 'max') },
  GlobalAveragePooling1D: { read: (use) => globalPooling(use, 'average') },
  GlobalAveragePooling2D: { read: (use) => globalPooling(use, 'average') },
  Flatten: { read: (use) => flatten(use.b, onlyInput(use), use.name) },
  Reshape: {
    read: (use) => reshape(use.b, onlyInput(use), use.name, listOf(use.config.target_shape).map(Number)),
  },
  Permute: {
    read: (use) => {
      const axes = listOf(use.config.dims).map((axis) => Number(axis) - 1)
      return permute(use.b, onlyInput(use), use.name, axes)
    },
  },
  ZeroPadding1D: { read: (use) => zeroPadding(use, 1) },
  ZeroPadding2D: { read: (use) => zeroPadding(use, 2) },
  Concatenate: {
    read: ({ b, name, inputs, config }) => {
      const axis = numberOf(config, 'axis', -1)
      return concatenate(b, operands(inputs), name, axis > 0 ? axis - 1 : axis)
    },
  },
  Add: { read: ({ b, name, inputs }) => add(b, operands(inputs), name) },
  Activation: { read: (use) => activate(use.b, onlyInput(use), use.name, use.config.activation) },
  Softmax: { read: (use) => activate(use.b, onlyInput(use), use.name, 'softmax') },
  ReLU: { read: rectifier },
  LeakyReLU: {
    read: (use) => {
      const x = onlyInput(use)
      const alpha = numberOf(use.config, 'negative_slope', numberOf(use.config, 'alpha', 0.3))
      return makeValue(use.b.node('LeakyRelu', use.name, [x.tensor], { alpha: Math.fround(alpha) }), x.shape)
    },
  },
  PReLU: { variables: () => ['alpha'], read: parametricRectifier },
  Rescaling: { read: rescaling },
  Dropout: identity,
  SpatialDropout1D: identity,
  SpatialDropout2D: identity,
  AlphaDropout: identity,
  GaussianDropout: identity,
  GaussianNoise: identity,
  ActivityRegularization: identity,
  Identity: identity,
}

function operands(inputs: readonly Value[]): readonly Value[] {
  if (inputs.length < 2) throw new RangeError(`it has ${inputs.length} operands, not 2 or more`)
  return inputs
}

function batchNormalisation(use: LayerUse): Value {
  const { b, name, config, weights } = use
  const x = onlyInput(use)
  const channels = channelsOf(x)
  const axes = Array.isArray(config.axis) ? config.axis : [config.axis ?? -1]
  if (axes.length !== 1 || (axes[0] !== -1 && axes[0] !== x.shape.length)) {
    throw new RangeError(
      `it normalises along axis ${axes.join(', ')}; only the last one, the channels, is read`,
    )
  }
  const parameters = [
    weights('gamma') ?? filled([channels], 1),
    weights('beta') ?? filled([channels], 0),
    arrayOf(use, 'moving_mean'),
    arrayOf(use, 'moving_variance'),
  ]
  if (parameters.some(({ data }) => data.length !== channels)) {
    throw new RangeError(`its arrays do not have one value for each of ${channels} channels`)
  }
  const names = ['gamma', 'beta', 'mean', 'variance'].map((part, i) =>
    b.constant(`${name}/${part}`, parameters[i]),
  )
  const epsilon = Math.fround(numberOf(config, 'epsilon', EPSILON))
  return makeValue(b.node('BatchNormalization', name, [x.tensor, ...names], { epsilon }), x.shape)
}

function pooling(use: LayerUse, kind: 'max' | 'average', rank: number): Value {
  const { b, name, config } = use
  requireChannelsLast(config)
  const window = sizesOf(config, 'pool_size', rank, 2)
  const strides = sizesOf(config, 'strides', rank, window)
  return pool(b, onlyInput(use), { name, kind, window, strides, padding: paddingOf(config) })
}

function globalPooling(use: LayerUse, kind: 'max' | 'average'): Value {
  requireChannelsLast(use.config)
  return globalPool(use.b, onlyInput(use), use.name, kind, use.config.keepdims === true)
}

/** Padding as one number, one an axis, or a pair an axis. */
function zeroPadding(use: LayerUse, rank: number): Value {
  requireChannelsLast(use.config)
  const { padding = 1 } = use.config
  const pairs = rank === 1 && Array.isArray(padding) ? [padding] : padding
  const list = Array.isArray(pairs) ? pairs : new Array<unknown>(rank).fill(pairs)
  if (list.length !== rank) throw new RangeError(`padding has ${list.length} values for ${rank} axes`)
  const paddings = list.map((entry): AxisPadding => {
    const [before, after] = sizesOf({ padding: entry }, 'padding', 2)
    return { before, after }
  })
  return pad(use.b, onlyInput(use), use.name, paddings, 0)
}

function rectifier(use: LayerUse): Value {
  const { b, name, config } = use
  const x = onlyInput(use)
  const [slope, threshold] = [numberOf(config, 'negative_slope', 0), numberOf(config, 'threshold', 0)]
  if (slope !== 0 || threshold !== 0)
    throw new RangeError('a ReLU with negative_slope or threshold is not read')
  if (config.max_value === null || config.max_value === undefined) return activate(b, x, name, 'relu')
  return clip(b, x, name, 0, numberOf(config, 'max_value', 6))
}

/** Slopes may be shared along axes, most often by all pixels. */
function parametricRectifier(use: LayerUse): Value {
  const { b, name } = use
  const x = onlyInput(use)
  const alpha = arrayOf(use, 'alpha')
  const rank = x.shape.length
  if (alpha.shape.length !== rank || alpha.shape.some((size, axis) => size !== 1 && size !== x.shape[axis])) {
    throw new RangeError('its array alpha does not fit its input')
  }
  const order = [rank - 1, ...Array.from({ length: rank - 1 }, (_, axis) => axis)]
  const slopes = b.constant(`${name}/alpha`, transpose(alpha, order))
  return makeValue(b.node('PRelu', name, [x.tensor, slopes]), x.shape)
}

function rescaling(use: LayerUse): Value {
  const { b, name, config } = use
  const x = onlyInput(use)
  const scale = b.constant(`${name}/factor`, scalar(numberOf(config, 'scale', 1)))
  const offset = b.constant(`${name}/offset`, tensor([numberOf(config, 'offset', 0)], []))
  const product = b.node('Mul', `${name}/scaled`, [x.tensor, scale])
  return makeValue(b.node('Add', name, [product, offset]), x.shape)
}
