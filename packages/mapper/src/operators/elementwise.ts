import { broadcast, commonShape } from '../graph/broadcast.js'
import { numberAttribute } from '../graph/source-graph.js'
import { mapTensor } from '../graph/tensor.js'
import { type Operator, type OperatorKind, operand, uniformValue } from './operator.js'

const ONNX_BOOL = 9
const ONNX_FLOAT_TYPES = new Set([1, 10, 11, 16])

function binary(f: (x: number, y: number) => number, kind: OperatorKind = 'monotone'): Operator {
  return {
    kind,
    outputShapes: (_node, inputs) => [commonShape(operand(inputs, 0), operand(inputs, 1))],
    evaluate: (_node, inputs) => [broadcast(operand(inputs, 0), operand(inputs, 1), f)],
  }
}

function unary(f: (x: number) => number, kind: OperatorKind = 'monotone'): Operator {
  return {
    kind,
    outputShapes: (_node, inputs) => [operand(inputs, 0).shape],
    evaluate: (_node, inputs) => [mapTensor(operand(inputs, 0), f)],
  }
}

const identity = unary((x) => x)

/** Operators that work on each element alone; monotone in one operand when the other is constant. */
export const ELEMENTWISE: Readonly<Record<string, Operator>> = {
  Add: binary((x, y) => x + y),
  Sub: binary((x, y) => x - y),
  Mul: binary((x, y) => x * y),
  Div: binary((x, y) => x / y),
  Pow: binary((x, y) => (y === 0.5 ? Math.sqrt(x) : x ** y), 'host'),
  Sqrt: unary(Math.sqrt, 'host'),
  Neg: unary((x) => -x),
  Relu: unary((x) => Math.max(0, x)),
  Identity: identity,
  Dropout: identity,
  Clip: {
    kind: 'monotone',
    evaluate: (node, inputs) => {
      const min = inputs[1] ? uniformValue(inputs[1], 'min') : numberAttribute(node, 'min', -Infinity)
      const max = inputs[2] ? uniformValue(inputs[2], 'max') : numberAttribute(node, 'max', Infinity)
      return [mapTensor(operand(inputs, 0), (x) => Math.min(Math.max(x, min), max))]
    },
  },
  Cast: {
    kind: 'monotone',
    evaluate: (node, inputs) => {
      const to = numberAttribute(node, 'to', 1)
      const cast = ONNX_FLOAT_TYPES.has(to)
        ? (x: number) => x
        : to === ONNX_BOOL
          ? (x: number) => Number(x !== 0)
          : Math.trunc
      return [mapTensor(operand(inputs, 0), cast)]
    },
  },
}
