import { broadcast } from '../graph/broadcast.js'
import { numberAttribute } from '../graph/source-graph.js'
import { mapTensor } from '../graph/tensor.js'
import { ROUNDINGS } from './bounded-rounding.js'
import { type Operator, type OperatorKind, operand } from './operator.js'

function unary(f: (x: number) => number, kind: OperatorKind = 'monotone'): Operator {
  return { kind, evaluate: (_node, inputs) => [mapTensor(operand(inputs, 0), f)] }
}

/** Combines any number of operands, the first with the second and so on. */
function variadic(f: (x: number, y: number) => number): Operator {
  return {
    kind: 'monotone',
    evaluate: (_node, inputs) => [
      inputs.map((_, i) => operand(inputs, i)).reduce((a, b) => broadcast(a, b, f)),
    ],
  }
}

/** Two slopes; with a factor below 0 it is not monotone. */
function slope(x: number, factor: number): number {
  return x < 0 ? x * factor : x
}

/** Functions of one element. */
export const ACTIVATIONS: Readonly<Record<string, Operator>> = {
  PRelu: {
    kind: 'monotone',
    evaluate: (_node, inputs) => [broadcast(operand(inputs, 0), operand(inputs, 1), slope)],
  },
  LeakyRelu: {
    kind: 'monotone',
    evaluate: (node, inputs) => {
      const alpha = numberAttribute(node, 'alpha', Math.fround(0.01))
      return [mapTensor(operand(inputs, 0), (x) => slope(x, alpha))]
    },
  },
  HardSigmoid: {
    kind: 'monotone',
    evaluate: (node, inputs) => {
      const alpha = numberAttribute(node, 'alpha', Math.fround(0.2))
      const beta = numberAttribute(node, 'beta', 0.5)
      return [mapTensor(operand(inputs, 0), (x) => Math.max(0, Math.min(1, alpha * x + beta)))]
    },
  },
  Sigmoid: unary((x) => 1 / (1 + Math.exp(-x))),
  Tanh: unary(Math.tanh),
  ...Object.fromEntries(Object.entries(ROUNDINGS).map(([name, round]) => [name, unary(round)])),
  Max: variadic(Math.max),
  Min: variadic(Math.min),
  Abs: unary(Math.abs, 'host'),
  Exp: unary(Math.exp),
}
