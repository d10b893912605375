import type { SourceNode } from '../graph/source-graph.js'
import type { Layer } from './layer.js'
import { RESCALED } from './wide-draft.js'

/**
 * The layer under the name of the node whose result it makes; layers of weights have that of their node.
 *
 * @param makers - the node that makes each tensor
 */
export function namedByResult(layer: Layer, makers: ReadonlyMap<string, SourceNode>): Layer {
  if (layer.kind !== 'wide') return layer
  const { scale, quantiser, tensor } = layer
  const result = scale?.tensor ?? quantiser?.tensor ?? tensor
  const isCopy = result.endsWith(RESCALED)
  const own = isCopy ? result.slice(0, -RESCALED.length) : result
  const name = makers.get(own)?.name || own
  return { ...layer, name: isCopy ? name + RESCALED : name }
}
