import type { FoldedGraph } from '../graph/fold-constants.js'
import type { SourceGraph, SourceNode } from '../graph/source-graph.js'
import type { Layer } from './network.js'

/** Nodes that the first output of the graph depends on. */
export function neededNodes(graph: SourceGraph, folded: FoldedGraph): SourceNode[] {
  const names = new Set(graph.outputs.slice(0, 1))
  const needed: SourceNode[] = []
  for (const node of folded.nodes.toReversed()) {
    if (!node.outputs.some((output) => names.has(output))) continue
    needed.unshift(node)
    for (const input of node.inputs) names.add(input)
  }
  return needed
}

/** Layers that the last sums depend on, those sums last. */
export function neededLayers(layers: readonly Layer[]): Layer[] {
  const last = layers.find(({ quantiser }) => quantiser === undefined)!
  const names = new Set(last.inputs)
  const needed = [last]
  for (const layer of layers.toReversed()) {
    if (layer === last || !names.has(layer.id)) continue
    needed.unshift(layer)
    for (const id of layer.inputs) names.add(id)
  }
  return needed
}
