import type { FoldedGraph } from '../graph/fold-constants.js'
import type { SourceNode } from '../graph/source-graph.js'
import type { Tensor } from '../graph/tensor.js'
import { refuse } from './refuse.js'
import { type IntegerWeights, integerWeights } from './weights.js'

/** The constant weights of a linear node as integers. */
export interface LinearWeights extends IntegerWeights {
  readonly tensor: Tensor
}

/**
 * Reads the weights of a Conv or of a product with a constant matrix.
 *
 * @throws UnsupportedError when the node is another product, or its weights are not quantised
 */
export function linearWeights(node: SourceNode, folded: FoldedGraph): LinearWeights {
  const tensor = folded.constants.get(node.inputs[1])
  const conv = node.operator === 'Conv'
  if (tensor === undefined || folded.constants.has(node.inputs[0]) || (!conv && node.operator !== 'MatMul')) {
    throw refuse(node, 'only products of the data with a constant matrix are mapped')
  }
  if (!conv && tensor.shape.length !== 2) throw refuse(node, 'only products with a matrix are mapped')
  return { tensor, ...integerWeights(node, tensor, conv ? 0 : 1, folded) }
}
