import type { SourceNode } from '../graph/source-graph.js'
import type { Tensor } from '../graph/tensor.js'

/**
 * What an operator does to one computed tensor when its other operands are constant.
 *
 * - `monotone`: each element goes through its own monotone function; element order stays
 * - `quantiser`: monotone, onto a few known levels
 * - `move`: elements are moved, not changed
 * - `linear`: sums of products
 * - `head`: only after the last layer, on the host
 * - `constant`: not on computed tensors; on constants, and on the shape of the input
 */
export type OperatorKind = 'monotone' | 'quantiser' | 'move' | 'linear' | 'head' | 'constant'

/** Reference semantics of one operator, in float64. */
export interface Operator {
  readonly kind: OperatorKind
  /** Results in the order of the node's outputs. Omitted optional inputs are undefined. */
  evaluate(node: SourceNode, inputs: readonly (Tensor | undefined)[]): Tensor[]
}

/** The operand at `index`, which the operator needs. */
export function operand(inputs: readonly (Tensor | undefined)[], index: number): Tensor {
  const value = inputs[index]
  if (value === undefined) throw new RangeError(`input ${index} is missing`)
  return value
}

/** The value of an operand that must hold one number, or the same number everywhere. */
export function uniformValue(x: Tensor, name: string): number {
  const first = x.data[0]
  if (x.data.length === 0 || x.data.some((value) => value !== first)) {
    throw new RangeError(`${name} differs from element to element; one value is supported`)
  }
  return first
}
