import type { SourceNode } from '../graph/source-graph.js'
import type { Draft } from './draft.js'
import type { SegmentInput } from './host-segment.js'
import type { InputSource } from './input-source.js'

/** What the host computes to get one tensor. */
export interface HostPart {
  /** In evaluation order. */
  readonly nodes: readonly SourceNode[]
  readonly inputs: readonly SegmentInput[]
  /** Layers whose sums or codes are the inputs. */
  readonly roots: readonly Draft[]
  /** Tensors that earlier parts of the host have. */
  readonly needs: readonly string[]
}

/** A segment while the network is imported. */
export interface SegmentDraft extends HostPart {
  readonly id: string
  readonly reason: string
  /** What its result becomes; undefined when it only keeps tensors. */
  readonly source: InputSource | undefined
  readonly keeps: Set<string>
  /** Segments that have what it needs. */
  readonly behind: readonly SegmentDraft[]
}
