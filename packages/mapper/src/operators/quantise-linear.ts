import { broadcast } from '../graph/broadcast.js'
import { numberAttribute, type SourceNode } from '../graph/source-graph.js'
import { normalAxis, type Tensor } from '../graph/tensor.js'
import { type Operator, operand } from './operator.js'
import type { Quantiser } from './quantiser.js'
import { roundHalfEven } from './rounding.js'

/** A scale or zero point along one axis of `x`, as something that broadcasts. */
function alongAxis(node: SourceNode, x: Tensor, values: Tensor): Tensor {
  if (values.data.length === 1) return values
  const axis = normalAxis(numberAttribute(node, 'axis', 1), x.shape.length)
  return { shape: [values.data.length, ...x.shape.slice(axis + 1).map(() => 1)], data: values.data }
}

/** Zero point and the range of its type: `signed` unless the reader found an unsigned one. */
function zeroPoint(node: SourceNode, inputs: readonly (Tensor | undefined)[]) {
  const signed = numberAttribute(node, 'signed', 0) !== 0
  const values = inputs[2] ?? { shape: [], data: Float64Array.of(0) }
  return { values, min: signed ? -128 : 0, max: signed ? 127 : 255 }
}

const quantizeLinear: Quantiser = {
  kind: 'quantiser',
  evaluate: (node, inputs) => {
    const x = operand(inputs, 0)
    const { values, min, max } = zeroPoint(node, inputs)
    const scaled = broadcast(x, alongAxis(node, x, operand(inputs, 1)), (value, s) =>
      roundHalfEven(value / s),
    )
    return [broadcast(scaled, alongAxis(node, x, values), (q, z) => Math.min(Math.max(q + z, min), max))]
  },
  levels: (node, inputs) => {
    const { min, max } = zeroPoint(node, inputs)
    return Array.from({ length: max - min + 1 }, (_, i) => min + i)
  },
}

const dequantizeLinear: Operator = {
  kind: 'monotone',
  evaluate: (node, inputs) => {
    const x = operand(inputs, 0)
    const { values } = zeroPoint(node, inputs)
    const centred = broadcast(x, alongAxis(node, x, values), (q, z) => q - z)
    return [broadcast(centred, alongAxis(node, x, operand(inputs, 1)), (q, s) => q * s)]
  },
}

/** Quantisation to 8 bits and back; the attribute `signed` says whether the zero point's type is. */
export const QUANTISE_LINEAR: Readonly<Record<string, Operator>> = {
  QuantizeLinear: quantizeLinear,
  DequantizeLinear: dequantizeLinear,
}
