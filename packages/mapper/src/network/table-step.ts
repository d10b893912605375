import type { SourceNode } from '../graph/source-graph.js'
import type { Tensor } from '../graph/tensor.js'

/** A node made ready for tables of `[points, classes]`. */
export interface Step {
  readonly node: SourceNode
  readonly constants: readonly (readonly [string, Tensor])[]
  readonly classes: number
}
