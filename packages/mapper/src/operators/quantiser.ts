import type { SourceNode } from '../graph/source-graph.js'
import type { Tensor } from '../graph/tensor.js'
import type { Operator } from './operator.js'

/** An operator whose results lie on a few known levels. */
export interface Quantiser extends Operator {
  readonly kind: 'quantiser'
  /** Its possible results, ascending; `inputs[0]` is not read. */
  levels(node: SourceNode, inputs: readonly (Tensor | undefined)[]): number[]
}
