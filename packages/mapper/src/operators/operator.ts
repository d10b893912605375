import { listAttribute, type SourceNode } from '../graph/source-graph.js'
import type { Tensor } from '../graph/tensor.js'

/**
 * What an operator does to a computed tensor when its other operands are constant.
 *
 * - `monotone`: each element goes through its own monotone function; element order stays
 * - `quantiser`: monotone, onto a few known levels
 * - `move`: elements are moved, not changed
 * - `join`: computed tensors one after another
 * - `pad`: constant elements around it
 * - `pool`: the largest element of each window
 * - `average`: the mean of each window
 * - `linear`: sums of products
 * - `host`: anything else; on constants, on shapes, and where the host runs it
 */
export type OperatorKind =
  | 'monotone'
  | 'quantiser'
  | 'move'
  | 'join'
  | 'pad'
  | 'pool'
  | 'average'
  | 'linear'
  | 'host'

/** Reference semantics of one operator, in float64. */
export interface Operator {
  readonly kind: OperatorKind
  /** Results in the order of the node's outputs. Omitted optional inputs are undefined. */
  evaluate(node: SourceNode, inputs: readonly (Tensor | undefined)[]): Tensor[]
  /** Shapes of the results, where they are known at much less cost than the results. */
  outputShapes?(node: SourceNode, inputs: readonly (Tensor | undefined)[]): (readonly number[])[]
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

/** List that is an attribute in old operator sets and an input since. */
export function listOf(
  node: SourceNode,
  name: string,
  input: Tensor | undefined,
): readonly number[] | undefined {
  return listAttribute(node, name) ?? (input ? Array.from(input.data) : undefined)
}
