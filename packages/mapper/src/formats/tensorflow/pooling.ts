import type { GraphBuilder } from '../graph-builder.js'
import { axisPadding, padsAttribute, resultSize } from './padding.js'
import { flatten } from './shapes.js'
import { channelsOf, makeValue, type Value } from './value.js'

export interface PoolingOptions {
  readonly name: string
  readonly kind: 'max' | 'average'
  readonly window: readonly number[]
  readonly strides: readonly number[]
  readonly padding: 'valid' | 'same'
}

/** Pooling; padding never wins a maximum and is not counted in an average. */
export function pool(
  b: GraphBuilder,
  x: Value,
  { name, kind, window, strides, padding }: PoolingOptions,
): Value {
  const rank = x.shape.length - 1
  if (rank < 1 || window.length !== rank || strides.length !== rank) {
    throw new RangeError(`pooling of ${window.length} axes on a value of ${x.shape.length}`)
  }
  const windows = window.map((kernel, axis) => ({
    size: x.shape[axis],
    kernel,
    stride: strides[axis],
    dilation: 1,
  }))
  if (windows.some(({ kernel, stride }) => Math.min(kernel, stride) < 1))
    throw new RangeError('a window or stride is 0')
  const paddings = windows.map((axis) => axisPadding(padding, axis))
  const shape = [...windows.map((axis, i) => resultSize(axis, paddings[i])), channelsOf(x)]
  const operator = kind === 'max' ? 'MaxPool' : 'AveragePool'
  const attributes = { kernel_shape: window, strides, pads: padsAttribute(paddings) }
  return makeValue(b.node(operator, name, [x.tensor], attributes), shape)
}

/** Pooling over all pixels; a vector of channels, or a map of one pixel with `keepAxes`. */
export function globalPool(
  b: GraphBuilder,
  x: Value,
  name: string,
  kind: 'max' | 'average',
  keepAxes: boolean,
): Value {
  if (x.shape.length < 2) throw new RangeError('pooling of a value without pixels')
  const operator = kind === 'max' ? 'GlobalMaxPool' : 'GlobalAveragePool'
  const pooled = makeValue(
    b.node(operator, name, [x.tensor]),
    x.shape.map((size, axis) => (axis === x.shape.length - 1 ? size : 1)),
  )
  return keepAxes ? pooled : flatten(b, pooled, `${name}/flat`)
}
