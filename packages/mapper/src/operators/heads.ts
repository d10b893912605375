import { numberAttribute } from '../graph/source-graph.js'
import { elementCount, normalAxis, type Tensor } from '../graph/tensor.js'
import { type Operator, operand } from './operator.js'

/** Indices of the largest values, descending; equal values keep their order, so ties give the lowest index. */
export function largestIndices(values: ArrayLike<number>, count: number): number[] {
  const order = Array.from({ length: values.length }, (_, i) => i)
  return order.sort((a, b) => values[b] - values[a] || a - b).slice(0, count)
}

/** Runs `f` on every line of `x` along its last axis. */
function alongLastAxis(x: Tensor, axis: number, f: (line: Float64Array) => readonly number[]): Tensor {
  if (normalAxis(axis, x.shape.length) !== x.shape.length - 1) {
    throw new RangeError(`axis ${axis}; only the last axis is supported`)
  }
  const size = x.shape.at(-1) ?? 1
  const lines = elementCount(x.shape) / size
  const results = Array.from({ length: lines }, (_, i) => f(x.data.subarray(i * size, (i + 1) * size)))
  return {
    shape: [...x.shape.slice(0, -1), results[0]?.length ?? 0],
    data: Float64Array.from(results.flat()),
  }
}

/** Turns scores into probabilities. */
export function softmax(line: ArrayLike<number>): number[] {
  const values = Array.from(line)
  const peak = Math.max(...values)
  const powers = values.map((value) => Math.exp(value - peak))
  const sum = powers.reduce((total, power) => total + power, 0)
  return powers.map((power) => power / sum)
}

/** Operators that choose among the results; the host runs them. */
export const HEADS: Readonly<Record<string, Operator>> = {
  Softmax: {
    kind: 'host',
    evaluate: (node, inputs) => [
      alongLastAxis(operand(inputs, 0), numberAttribute(node, 'axis', -1), softmax),
    ],
  },
  ArgMax: {
    kind: 'host',
    evaluate: (node, inputs) => {
      const x = operand(inputs, 0)
      if (numberAttribute(node, 'select_last_index', 0)) throw new RangeError('select_last_index is set')
      const best = alongLastAxis(x, numberAttribute(node, 'axis', 0), (line) => largestIndices(line, 1))
      const keep = numberAttribute(node, 'keepdims', 1) !== 0
      return [keep ? best : { shape: best.shape.slice(0, -1), data: best.data }]
    },
  },
  TopK: {
    kind: 'host',
    evaluate: (node, inputs) => {
      const x = operand(inputs, 0)
      const axis = numberAttribute(node, 'axis', -1)
      const count = inputs[1] ? inputs[1].data[0] : numberAttribute(node, 'k', 1)
      if (!numberAttribute(node, 'largest', 1)) throw new RangeError('it asks for the smallest values')
      const indices = alongLastAxis(x, axis, (line) => largestIndices(line, count))
      const values = alongLastAxis(x, axis, (line) => largestIndices(line, count).map((i) => line[i]))
      return [values, indices]
    },
  },
}
