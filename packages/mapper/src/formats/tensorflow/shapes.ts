import { elementCount, formatShape, tensor } from '../../graph/tensor.js'
import type { GraphBuilder } from '../graph-builder.js'
import { channelsOf, graphAxis, makeValue, type Value } from './value.js'

/** The elements as one vector, in the model's order: channels fastest. */
export function flatten(b: GraphBuilder, x: Value, name: string): Value {
  if (x.shape.length === 1) return x
  const last = channelsLast(b, x, name)
  return makeValue(b.node('Flatten', name, [last], { axis: 1 }), [elementCount(x.shape)])
}

/** The same elements, in the model's order, in another shape. */
export function reshape(b: GraphBuilder, x: Value, name: string, wanted: readonly number[]): Value {
  const known = wanted.filter((size) => size !== -1)
  const free = elementCount(x.shape) / elementCount(known)
  const shape = wanted.map((size) => (size === -1 ? free : size))
  if (
    known.length < wanted.length - 1 ||
    elementCount(shape) !== elementCount(x.shape) ||
    !shape.every(Number.isInteger)
  ) {
    throw new RangeError(`${formatShape(x.shape)} cannot become ${formatShape(wanted)}`)
  }
  const rank = shape.length
  if (rank === 1) return flatten(b, x, name)
  const last = channelsLast(b, x, name)
  const target = b.constant(`${name}/shape`, tensor([1, ...shape]))
  const reshaped = b.node('Reshape', name, [last, target])
  const perm = [0, rank, ...Array.from({ length: rank - 1 }, (_, axis) => axis + 1)]
  const isVector = shape.slice(0, -1).every((size) => size === 1)
  const first = isVector
    ? b.node('Reshape', `${name}/channelsFirst`, [
        reshaped,
        b.constant(`${name}/vector`, tensor([1, shape[rank - 1], ...shape.slice(0, -1)])),
      ])
    : b.node('Transpose', `${name}/channelsFirst`, [reshaped], { perm })
  return makeValue(first, shape)
}

/** Axes in another order: axis i of the result is axis `axes[i]` of the model's shape. */
export function permute(b: GraphBuilder, x: Value, name: string, axes: readonly number[]): Value {
  const rank = x.shape.length
  if (axes.length !== rank || [...axes].sort((a, z) => a - z).some((axis, i) => axis !== i)) {
    throw new RangeError(`axes ${axes.join(', ')} are no order of ${rank} axes`)
  }
  const graphOrder = [rank - 1, ...Array.from({ length: rank - 1 }, (_, axis) => axis)]
  const perm = [0, ...graphOrder.map((axis) => graphAxis(axes[axis], rank))]
  const result = b.node('Transpose', name, [x.tensor], { perm })
  return makeValue(
    result,
    axes.map((axis) => x.shape[axis]),
  )
}

/** Values side by side along an axis of the model's shape. */
export function concatenate(b: GraphBuilder, values: readonly Value[], name: string, axis: number): Value {
  const [first] = values
  const rank = first.shape.length
  const at = axis < 0 ? axis + rank : axis
  const fits = ({ shape }: Value) =>
    shape.length === rank && shape.every((size, i) => i === at || size === first.shape[i])
  if (at < 0 || at >= rank || !values.every(fits)) {
    throw new RangeError(
      `${values.map(({ shape }) => formatShape(shape)).join(' and ')} do not join along axis ${axis}`,
    )
  }
  const shape = [...first.shape]
  shape[at] = values.reduce((sum, value) => sum + value.shape[at], 0)
  const inputs = values.map((value) => value.tensor)
  return makeValue(b.node('Concat', name, inputs, { axis: graphAxis(at, rank) }), shape)
}

/** Sum of values of one shape. */
export function add(b: GraphBuilder, values: readonly Value[], name: string): Value {
  const [first, ...others] = values
  if (others.some(({ shape }) => formatShape(shape) !== formatShape(first.shape))) {
    throw new RangeError(`shapes ${values.map(({ shape }) => formatShape(shape)).join(' and ')} differ`)
  }
  const sum = (left: string, right: Value, i: number) =>
    b.node('Add', i === others.length - 1 ? name : `${name}/partial`, [left, right.tensor])
  return makeValue(others.reduce(sum, first.tensor), first.shape)
}

/** The graph's tensor with its channels last, unless that makes no difference to the order of elements. */
function channelsLast(b: GraphBuilder, x: Value, name: string): string {
  const pixels = elementCount(x.shape.slice(0, -1))
  const rank = x.shape.length
  if (rank === 1 || pixels === 1 || channelsOf(x) === 1) return x.tensor
  const perm = [0, ...Array.from({ length: rank - 1 }, (_, axis) => axis + 2), 1]
  return b.node('Transpose', `${name}/channelsLast`, [x.tensor], { perm })
}
