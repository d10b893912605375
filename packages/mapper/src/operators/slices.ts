import { numberAttribute } from '../graph/source-graph.js'
import { allocate, elementCount, normalAxis, type Tensor, tensor } from '../graph/tensor.js'
import { listOf, type Operator, operand } from './operator.js'

function gather(x: Tensor, indices: Tensor, axis: number): Tensor {
  const inner = elementCount(x.shape.slice(axis + 1))
  const outer = elementCount(x.shape.slice(0, axis))
  const size = x.shape[axis]
  const data = allocate(outer * indices.data.length * inner)
  let at = 0
  for (let o = 0; o < outer; o++) {
    for (const index of indices.data) {
      const from = (o * size + (index < 0 ? index + size : index)) * inner
      data.set(x.data.subarray(from, from + inner), at)
      at += inner
    }
  }
  return { shape: [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)], data }
}

/** Elements of the axes from `starts` to `ends`, as ONNX counts them: from the end where negative, no further than the axis. */
function slice(
  x: Tensor,
  starts: readonly number[],
  ends: readonly number[],
  axes: readonly number[],
  steps: readonly number[],
): Tensor {
  let result = x
  for (const [i, place] of axes.entries()) {
    const axis = normalAxis(place, x.shape.length)
    const [size, step] = [x.shape[axis], steps[i] ?? 1]
    if (size === undefined || step === 0) throw new RangeError(`axis ${place} in steps of ${step}`)
    const from = (at: number) => (at < 0 ? at + size : at)
    const [low, high] = step > 0 ? [0, size] : [-1, size - 1]
    const clamp = (at: number, least: number) => Math.min(Math.max(at, least), high)
    const [first, end] = [clamp(from(starts[i]), step > 0 ? low : 0), clamp(from(ends[i]), low)]
    const count = Math.max(0, Math.ceil((end - first) / step))
    result = gather(result, tensor(Array.from({ length: count }, (_, n) => first + n * step)), axis)
  }
  return result
}

/** Consecutive parts of an axis. @param sizes - of the parts; undefined: `count` of them, the last perhaps smaller */
function split(x: Tensor, axis: number, sizes: readonly number[] | undefined, count: number): Tensor[] {
  const size = x.shape[axis] ?? 0
  const even = Math.ceil(size / count)
  const own = sizes ?? Array.from({ length: count }, (_, i) => Math.min(even, size - i * even))
  if (own.reduce((a, b) => a + b, 0) !== size || own.some((part) => part < 0))
    throw new RangeError(`parts of ${own.join(', ')} are not the ${size} of axis ${axis}`)
  let first = 0
  return own.map((part) => {
    first += part
    return slice(x, [first - part], [first], [axis], [])
  })
}

/** Operators that take parts of a tensor. */
export const SLICES: Readonly<Record<string, Operator>> = {
  Gather: {
    kind: 'move',
    evaluate: (node, inputs) => {
      const x = operand(inputs, 0)
      return [gather(x, operand(inputs, 1), normalAxis(numberAttribute(node, 'axis', 0), x.shape.length))]
    },
  },
  Slice: {
    kind: 'move',
    evaluate: (node, inputs) => {
      const starts = listOf(node, 'starts', inputs[1])
      const ends = listOf(node, 'ends', inputs[2])
      if (starts === undefined || ends?.length !== starts.length)
        throw new RangeError('starts and ends are missing, or of different lengths')
      const axes = listOf(node, 'axes', inputs[3]) ?? starts.map((_, axis) => axis)
      return [slice(operand(inputs, 0), starts, ends, axes, listOf(node, 'steps', inputs[4]) ?? [])]
    },
  },
  Split: {
    kind: 'host',
    evaluate: (node, inputs) => {
      const x = operand(inputs, 0)
      const axis = normalAxis(numberAttribute(node, 'axis', 0), x.shape.length)
      return split(x, axis, listOf(node, 'split', inputs[1]), node.outputs.length)
    },
  },
}
