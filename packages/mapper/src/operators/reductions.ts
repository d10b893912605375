import { listAttribute, numberAttribute } from '../graph/source-graph.js'
import { elementCount, normalAxis, strides, type Tensor } from '../graph/tensor.js'
import { type Operator, operand } from './operator.js'

/** Folds the elements along `axes`, in row-major order. */
function reduce(
  x: Tensor,
  axes: readonly number[],
  keep: boolean,
  start: number,
  f: (total: number, value: number) => number,
  finish: (total: number, count: number) => number,
): Tensor {
  const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
  const [from, to] = [strides(x.shape), strides(kept)]
  const data = new Float64Array(elementCount(kept)).fill(start)
  for (let i = 0; i < x.data.length; i++) {
    let index = 0
    for (let axis = 0; axis < kept.length; axis++) {
      if (kept[axis] > 1) index += (Math.floor(i / from[axis]) % x.shape[axis]) * to[axis]
    }
    data[index] = f(data[index], x.data[i])
  }
  const count = x.data.length / data.length
  const shape = keep ? kept : kept.filter((_, axis) => !axes.includes(axis))
  return { shape, data: data.map((total) => finish(total, count)) }
}

function reduction(
  start: number,
  f: (total: number, value: number) => number,
  finish: (total: number, count: number) => number = (total) => total,
): Operator {
  return {
    kind: 'host',
    evaluate: (node, inputs) => {
      const x = operand(inputs, 0)
      const given = listAttribute(node, 'axes') ?? (inputs[1] ? Array.from(inputs[1].data) : [])
      const all = x.shape.map((_, axis) => axis)
      const axes = given.length > 0 ? given.map((axis) => normalAxis(axis, x.shape.length)) : all
      return [reduce(x, axes, numberAttribute(node, 'keepdims', 1) !== 0, start, f, finish)]
    },
  }
}

/** Reductions along axes; `axes` is an attribute in older files, an input in newer ones. */
export const REDUCTIONS: Readonly<Record<string, Operator>> = {
  ReduceMean: reduction(
    0,
    (a, b) => a + b,
    (total, count) => total / count,
  ),
  ReduceSum: reduction(0, (a, b) => a + b),
  ReduceMax: reduction(-Infinity, Math.max),
  ReduceMin: reduction(Infinity, Math.min),
  ReduceL1: reduction(0, (a, b) => a + Math.abs(b)),
  ReduceL2: reduction(0, (a, b) => a + b * b, Math.sqrt),
}
