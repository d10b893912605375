import { findOperator } from '../../operators/table.js'
import type { FoldedGraph } from '../fold-constants.js'
import { listAttribute, numberAttribute, type SourceNode } from '../source-graph.js'
import { normalAxis } from '../tensor.js'

/** How an operand of a node has to be taken apart, so that the node gives a part of its result. */
export type OperandPart =
  | 'whole'
  /** A constant: some places of an axis. */
  | { readonly of: 'constant'; readonly axis: number }
  /** A computed tensor: the part is made in front of it; `lines`: or taken of it as it is. */
  | { readonly of: 'computed'; readonly axis: number; readonly lines: boolean }

/** Operators of each element alone whose constants have channels where broadcasting does not put them. */
const OWN_AXES = new Set(['MultiThreshold', 'QuantizeLinear', 'DequantizeLinear'])

/**
 * How a node gives some places of an axis of its only result.
 *
 * @returns one entry an operand; undefined where the node is no layer, and nothing that keeps channels apart
 */
export function partRule(
  node: SourceNode,
  axis: number,
  folded: Pick<FoldedGraph, 'constants' | 'shapes'>,
): readonly OperandPart[] | undefined {
  const isConstant = (name: string) => folded.constants.has(name)
  const shape = folded.shapes.get(node.outputs[0])!
  const computed = { of: 'computed', axis, lines: false } as const
  const constant = (at: number) => ({ of: 'constant', axis: at }) as const
  const [data, weights, bias] = node.inputs
  switch (node.operator) {
    case 'MatMul':
      if (isConstant(data) || !isConstant(weights)) return undefined
      return axis === shape.length - 1 ? ['whole', constant(1)] : [{ ...computed, lines: true }, 'whole']
    case 'Conv': {
      const isPlain = axis === 1 && numberAttribute(node, 'group', 1) === 1
      if (!isPlain || !isConstant(weights) || (bias && !isConstant(bias))) return undefined
      return node.inputs.map((name, i) => (i === 0 || name === '' ? 'whole' : constant(0)))
    }
    case 'BatchNormalization':
      return node.inputs.map((_, i) => (i === 0 ? computed : axis === 1 ? constant(0) : 'whole'))
    case 'Squeeze':
    case 'Transpose':
      return node.inputs.map((_, i) =>
        i > 0 ? 'whole' : { ...computed, axis: axisBefore(node, axis, folded) },
      )
  }
  const operator = findOperator(node)
  const kind = typeof operator === 'string' ? 'host' : operator.kind
  if ((kind === 'pool' || kind === 'average') && axis === 1) return [computed]
  if ((kind !== 'monotone' && kind !== 'quantiser') || OWN_AXES.has(node.operator)) return undefined
  return node.inputs.map((name): OperandPart => {
    const own = folded.constants.get(name)?.shape ?? folded.shapes.get(name) ?? []
    const at = axis - shape.length + own.length
    if (at < 0 || own[at] !== shape[axis] || shape[axis] === 1) return 'whole'
    return isConstant(name) ? constant(at) : { ...computed, axis: at }
  })
}

/** Axis of the operand that is an axis of the result of a Squeeze or Transpose. */
function axisBefore(
  node: SourceNode,
  axis: number,
  { constants, shapes }: Pick<FoldedGraph, 'constants' | 'shapes'>,
): number {
  const before = shapes.get(node.inputs[0])!
  const numbers = before.map((_, at) => at)
  if (node.operator === 'Transpose') return (listAttribute(node, 'perm') ?? numbers.toReversed())[axis]
  const own = listAttribute(node, 'axes') ?? constants.get(node.inputs[1] ?? '')?.data
  const gone = own && Array.from(own, (at) => normalAxis(at, before.length))
  return numbers.filter((at) => (gone ? !gone.includes(at) : before[at] !== 1))[axis]
}
