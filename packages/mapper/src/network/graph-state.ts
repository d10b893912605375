import type { FoldedGraph } from '../graph/fold-constants.js'
import type { SourceGraph, SourceNode } from '../graph/source-graph.js'
import type { Tensor } from '../graph/tensor.js'
import type { Draft } from './draft.js'
import type { HostParts } from './host-parts.js'
import type { HostValue } from './host-value.js'
import type { InputSource } from './input-source.js'
import type { Placement } from './placement.js'
import type { Value } from './value.js'
import type { WideValues } from './wide-values.js'

/** What is known of a graph while its nodes are read in evaluation order. */
export interface GraphState {
  readonly source: SourceGraph
  readonly folded: FoldedGraph
  readonly placement: Placement
  readonly graphInput: InputSource['graphInput']
  /** With those that the import adds. */
  readonly constants: Map<string, Tensor>
  /** What each tensor is that has been read. */
  readonly values: Map<string, Value | HostValue>
  /** The node that makes each computed tensor, with those that the import put in place of others. */
  readonly makers: Map<string, SourceNode>
  /** Uses of each tensor. */
  readonly uses: ReadonlyMap<string, number>
  /** Layers as far as they are known. */
  readonly drafts: Draft[]
  readonly wide: WideValues
  readonly parts: HostParts
}
