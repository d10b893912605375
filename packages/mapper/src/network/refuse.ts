import { UnsupportedError } from '../errors.js'
import { nodeLabel, type SourceNode } from '../graph/source-graph.js'

/** Error for one node. */
export function refuse(node: SourceNode, reason: string): UnsupportedError {
  return new UnsupportedError([{ node: nodeLabel(node), reason }])
}
