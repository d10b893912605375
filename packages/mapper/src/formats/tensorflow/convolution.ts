import { elementCount, type Tensor, tensor } from '../../graph/tensor.js'
import { transpose } from '../../operators/shapes.js'
import type { GraphBuilder } from '../graph-builder.js'
import { type AxisPadding, axisPadding, padsAttribute, resultSize } from './padding.js'
import { channelShape, channelsOf, makeValue, type Value } from './value.js'

export interface ConvolutionOptions {
  readonly name: string
  /** [spatial axes…, input channels / groups, output channels]. */
  readonly kernel: Tensor
  readonly strides: readonly number[]
  readonly dilations: readonly number[]
  readonly padding: 'valid' | 'same'
  /** What is put around the map. */
  readonly padValue: number
  readonly groups: number
}

/** A convolution of one or two spatial axes. */
export function convolve(b: GraphBuilder, x: Value, options: ConvolutionOptions): Value {
  const { name, kernel, strides, dilations, padding, padValue, groups } = options
  const rank = x.shape.length - 1
  const [inChannels, outChannels] = kernel.shape.slice(-2)
  if (rank < 1 || rank > 2 || kernel.shape.length !== rank + 2) {
    throw new RangeError(`a kernel of ${kernel.shape.length} axes on a value of ${x.shape.length}`)
  }
  if (groups < 1 || inChannels * groups !== channelsOf(x) || outChannels % groups !== 0) {
    throw new RangeError(
      `${groups} groups of ${inChannels} to ${outChannels} channels on ${channelsOf(x)} channels`,
    )
  }
  const windows = kernel.shape.slice(0, rank).map((size, axis) => ({
    size: x.shape[axis],
    kernel: size,
    stride: strides[axis],
    dilation: dilations[axis],
  }))
  if (windows.some((window) => Math.min(window.kernel, window.stride, window.dilation) < 1)) {
    throw new RangeError('a kernel size, stride or dilation is 0')
  }
  const paddings = windows.map((window) => axisPadding(padding, window))
  const shape = [...windows.map((window, axis) => resultSize(window, paddings[axis])), outChannels]
  const native = padValue === 0
  const data = native ? x : pad(b, x, `${name}/pad`, paddings, padValue)
  const zero = paddings.map(() => ({ before: 0, after: 0 }))
  const order = [rank + 1, rank, ...Array.from({ length: rank }, (_, axis) => axis)]
  const weights = b.constant(`${name}/kernel`, transpose(kernel, order))
  const result = b.node('Conv', name, [data.tensor, weights], {
    kernel_shape: kernel.shape.slice(0, rank),
    strides,
    dilations,
    pads: padsAttribute(native ? paddings : zero),
    group: groups,
  })
  return makeValue(result, shape)
}

/** A depthwise convolution: kernel [spatial axes…, channels, multiplier]. */
export function depthwise(b: GraphBuilder, x: Value, options: Omit<ConvolutionOptions, 'groups'>): Value {
  const { kernel } = options
  const [channels, multiplier] = kernel.shape.slice(-2)
  const shape = [...kernel.shape.slice(0, -2), 1, channels * multiplier]
  return convolve(b, x, { ...options, kernel: { shape, data: kernel.data }, groups: channels })
}

/** Elements of `value` around the map; nothing when no axis is padded. */
export function pad(
  b: GraphBuilder,
  x: Value,
  name: string,
  paddings: readonly AxisPadding[],
  value: number,
): Value {
  if (paddings.every(({ before, after }) => before === 0 && after === 0)) return x
  const pads = [0, 0, ...paddings.map(({ before }) => before), 0, 0, ...paddings.map(({ after }) => after)]
  const inputs = [
    x.tensor,
    b.constant(`${name}/pads`, tensor(pads)),
    b.constant(`${name}/value`, tensor([value], [])),
  ]
  const shape = x.shape.map((size, axis) => {
    const { before, after } = paddings[axis] ?? { before: 0, after: 0 }
    return size + before + after
  })
  return makeValue(b.node('Pad', name, inputs, { mode: 'constant' }), shape)
}

/** A product with a matrix [inputs, outputs] along the channels, at every pixel. */
export function dense(b: GraphBuilder, x: Value, name: string, matrix: Tensor): Value {
  if (matrix.shape.length !== 2 || matrix.shape[0] !== channelsOf(x)) {
    throw new RangeError(`a matrix of ${matrix.shape.join('×')} on ${channelsOf(x)} channels`)
  }
  if (x.shape.length === 1) {
    return makeValue(b.node('MatMul', name, [x.tensor, b.constant(`${name}/kernel`, matrix)]), [
      matrix.shape[1],
    ])
  }
  const ones = x.shape.slice(0, -1).map(() => 1)
  const kernel = { shape: [...ones, ...matrix.shape], data: matrix.data }
  return convolve(b, x, {
    name,
    kernel,
    strides: ones,
    dilations: ones,
    padding: 'valid',
    padValue: 0,
    groups: 1,
  })
}

/** Adds or multiplies one value a channel, or one for all. */
export function perChannel(
  b: GraphBuilder,
  x: Value,
  operator: 'Add' | 'Mul',
  name: string,
  values: Tensor,
): Value {
  const count = elementCount(values.shape)
  if (count !== 1 && count !== channelsOf(x))
    throw new RangeError(`${count} values for ${channelsOf(x)} channels`)
  const constant = tensor(values.data, count === 1 ? [] : channelShape(x, count))
  return makeValue(b.node(operator, name, [x.tensor, b.constant(`${name}/values`, constant)]), x.shape)
}
