import { listAttribute, numberAttribute } from '../graph/source-graph.js'
import {
  allocate,
  elementCount,
  formatShape,
  normalAxis,
  strides,
  type Tensor,
  tensor,
} from '../graph/tensor.js'
import { listOf, type Operator, operand } from './operator.js'

/** Permutes axes; axis i of the result is axis `perm[i]` of `x`. */
export function transpose(x: Tensor, perm: readonly number[]): Tensor {
  const all = strides(x.shape)
  const shape = perm.map((axis) => x.shape[axis])
  const steps = perm.map((axis) => all[axis])
  const data = new Float64Array(x.data.length)
  const place = new Array<number>(shape.length).fill(0)
  for (let i = 0, from = 0; i < data.length; i++) {
    data[i] = x.data[from]
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += steps[axis]
      if (++place[axis] < shape[axis]) break
      from -= steps[axis] * shape[axis]
      place[axis] = 0
    }
  }
  return { shape, data }
}

function reshape(x: Tensor, wanted: readonly number[], allowZero: boolean): Tensor {
  const shape = wanted.map((size, axis) => (size === 0 && !allowZero ? x.shape[axis] : size))
  const free = shape.indexOf(-1)
  if (free >= 0) shape[free] = x.data.length / -elementCount(shape)
  if (elementCount(shape) !== x.data.length || shape.some((size) => !Number.isInteger(size))) {
    throw new RangeError(`${formatShape(x.shape)} cannot become ${formatShape(wanted)}`)
  }
  return { shape, data: x.data }
}

function concat(parts: readonly Tensor[], axis: number): Tensor {
  const shape = [...parts[0].shape]
  const fits = (part: Tensor) => part.shape.every((size, i) => i === axis || size === shape[i])
  if (!parts.every((part) => part.shape.length === shape.length && fits(part))) {
    throw new RangeError(
      `${parts.map((part) => formatShape(part.shape)).join(' and ')} do not join on axis ${axis}`,
    )
  }
  shape[axis] = parts.reduce((sum, part) => sum + part.shape[axis], 0)
  const outer = elementCount(shape.slice(0, axis))
  const data = allocate(elementCount(shape))
  let at = 0
  for (let o = 0; o < outer; o++) {
    for (const part of parts) {
      const run = part.data.length / outer
      data.set(part.data.subarray(o * run, (o + 1) * run), at)
      at += run
    }
  }
  return { shape, data }
}

/** Operators that move elements or read shapes. */
export const SHAPES: Readonly<Record<string, Operator>> = {
  Shape: {
    kind: 'host',
    evaluate: (node, inputs) => {
      const { shape } = operand(inputs, 0)
      const end = numberAttribute(node, 'end', shape.length)
      return [tensor(shape.slice(numberAttribute(node, 'start', 0), end))]
    },
  },
  Reshape: {
    kind: 'move',
    evaluate: (node, inputs) => {
      const wanted = Array.from(operand(inputs, 1).data)
      return [reshape(operand(inputs, 0), wanted, numberAttribute(node, 'allowzero', 0) !== 0)]
    },
  },
  Flatten: {
    kind: 'move',
    evaluate: (node, inputs) => {
      const x = operand(inputs, 0)
      const axis = normalAxis(numberAttribute(node, 'axis', 1), x.shape.length)
      return [reshape(x, [elementCount(x.shape.slice(0, axis)), -1], true)]
    },
  },
  Transpose: {
    kind: 'move',
    evaluate: (node, inputs) => {
      const x = operand(inputs, 0)
      const reversed = x.shape.map((_, axis) => x.shape.length - 1 - axis)
      return [transpose(x, listAttribute(node, 'perm') ?? reversed)]
    },
  },
  Squeeze: {
    kind: 'move',
    evaluate: (node, inputs) => {
      const x = operand(inputs, 0)
      const axes = listOf(node, 'axes', inputs[1])?.map((axis) => normalAxis(axis, x.shape.length))
      const keep = (size: number, axis: number) => (axes ? !axes.includes(axis) : size !== 1)
      return [reshape(x, x.shape.filter(keep), true)]
    },
  },
  Unsqueeze: {
    kind: 'move',
    evaluate: (node, inputs) => {
      const x = operand(inputs, 0)
      const axes = listOf(node, 'axes', inputs[1])
      if (axes === undefined) throw new RangeError('axes are missing')
      const shape = [...x.shape]
      const rank = shape.length + axes.length
      for (const axis of axes.map((a) => normalAxis(a, rank)).sort((a, b) => a - b)) shape.splice(axis, 0, 1)
      return [reshape(x, shape, true)]
    },
  },
  Concat: {
    kind: 'join',
    evaluate: (node, inputs) => {
      const parts = inputs.map((_, i) => operand(inputs, i))
      return [concat(parts, normalAxis(numberAttribute(node, 'axis', 0), parts[0].shape.length))]
    },
  },
  Constant: {
    kind: 'host',
    evaluate: (node) => {
      const { attributes } = node
      const value = attributes.get('value')
      if (value !== undefined && typeof value === 'object' && 'data' in value) return [value]
      const single = attributes.get('value_float') ?? attributes.get('value_int')
      if (typeof single === 'number') return [tensor([single], [])]
      const list = listAttribute(node, 'value_floats') ?? listAttribute(node, 'value_ints')
      if (list === undefined) throw new RangeError('it holds no tensor')
      return [tensor(list)]
    },
  },
}
