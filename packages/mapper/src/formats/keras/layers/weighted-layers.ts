import type { Tensor } from '../../../graph/tensor.js'
import { convolve, dense, depthwise, perChannel } from '../../tensorflow/convolution.js'
import type { Value } from '../../tensorflow/value.js'
import { activate, quantise } from '../activation.js'
import { quantiseKernel } from '../kernel.js'
import { numberOf, paddingOf, requireChannelsLast, sizeOf, sizesOf } from '../layer-options.js'
import { type QuantiserSpec, quantiserSpec, specName } from '../quantiser-spec.js'
import { arrayOf, type LayerReader, type LayerUse, onlyInput, withBias } from './layer-reader.js'

/** Layers with a kernel; those of Larq quantise their input and their latent kernel. */
export const WEIGHTED_LAYERS: Readonly<Record<string, LayerReader>> = {
  Conv1D: { variables: withBias('kernel'), read: (use) => convolution(use, 1) },
  Conv2D: { variables: withBias('kernel'), read: (use) => convolution(use, 2) },
  DepthwiseConv1D: { variables: withBias('depthwise_kernel'), read: (use) => depthwiseConvolution(use, 1) },
  DepthwiseConv2D: { variables: withBias('depthwise_kernel'), read: (use) => depthwiseConvolution(use, 2) },
  SeparableConv1D: {
    variables: withBias('depthwise_kernel', 'pointwise_kernel'),
    read: (use) => separable(use, 1),
  },
  SeparableConv2D: {
    variables: withBias('depthwise_kernel', 'pointwise_kernel'),
    read: (use) => separable(use, 2),
  },
  Dense: {
    variables: withBias('kernel'),
    read: (use) => {
      const { values, scale } = quantisedKernel(use, arrayOf(use, 'kernel'), 'kernel_quantizer')
      return finish(use, dense(use.b, quantisedInput(use), use.name, values), scale)
    },
  },
}

function convolution(use: LayerUse, rank: number): Value {
  const { b, config } = use
  const { values, scale } = quantisedKernel(use, arrayOf(use, 'kernel'), 'kernel_quantizer')
  const groups = sizeOf(config, 'groups', 1)
  const result = convolve(b, quantisedInput(use), { ...geometry(use, rank), kernel: values, groups })
  return finish(use, result, scale)
}

function depthwiseConvolution(use: LayerUse, rank: number): Value {
  const kernel = arrayOf(use, 'depthwise_kernel', 'kernel')
  const { values, scale } = quantisedKernel(use, kernel, 'depthwise_quantizer')
  const result = depthwise(use.b, quantisedInput(use), { ...geometry(use, rank), kernel: values })
  return finish(use, result, repeated(scale, kernel))
}

/** A depthwise convolution and a pointwise one on its real-valued results. */
function separable(use: LayerUse, rank: number): Value {
  const { b, name } = use
  const depthKernel = arrayOf(use, 'depthwise_kernel')
  const depth = quantisedKernel(use, depthKernel, 'depthwise_quantizer')
  const options = { ...geometry(use, rank), name: `${name}/depthwise`, kernel: depth.values }
  const filtered = scaled(
    use,
    depthwise(b, quantisedInput(use), options),
    repeated(depth.scale, depthKernel),
    '/depthwise',
  )
  const point = quantisedKernel(use, arrayOf(use, 'pointwise_kernel'), 'pointwise_quantizer')
  const { shape, data } = point.values
  return finish(use, dense(b, filtered, name, { shape: shape.slice(-2), data }), point.scale)
}

/** Scales of a depthwise kernel's last axis, the multiplier, for all its channels. */
function repeated(scale: Tensor | undefined, kernel: Tensor): Tensor | undefined {
  if (scale === undefined || scale.data.length === 1) return scale
  const [channels, multiplier] = kernel.shape.slice(-2)
  const data = Float64Array.from({ length: channels * multiplier }, (_, i) => scale.data[i % multiplier])
  return { shape: [data.length], data }
}

function geometry({ name, config }: LayerUse, rank: number) {
  requireChannelsLast(config)
  return {
    name,
    strides: sizesOf(config, 'strides', rank, 1),
    dilations: sizesOf(config, 'dilation_rate', rank, 1),
    padding: paddingOf(config),
    padValue: numberOf(config, 'pad_values', 0),
  }
}

function specOf({ config }: LayerUse, key: string): QuantiserSpec {
  const spec = quantiserSpec(config[key])
  if (spec === undefined) throw new RangeError(`its ${key} "${specName(config[key])}" is not one of Larq's`)
  return spec
}

function quantisedKernel(use: LayerUse, latent: Tensor, key: string) {
  return quantiseKernel(latent, specOf(use, key))
}

function quantisedInput(use: LayerUse): Value {
  return quantise(use.b, onlyInput(use), `${use.name}/input`, specOf(use, 'input_quantizer'))
}

function scaled({ b, name }: LayerUse, x: Value, scale: Tensor | undefined, part = ''): Value {
  return scale === undefined ? x : perChannel(b, x, 'Mul', `${name}${part}/scale`, scale)
}

/** Scale of the kernel, bias, activation. */
function finish(use: LayerUse, sums: Value, scale: Tensor | undefined): Value {
  const { b, name, config } = use
  const product = scaled(use, sums, scale)
  const { use_bias: hasBias = true } = config
  const biased = hasBias ? perChannel(b, product, 'Add', `${name}/bias`, arrayOf(use, 'bias')) : product
  return activate(b, biased, `${name}/activation`, config.activation)
}
