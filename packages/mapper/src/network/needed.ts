import type { FoldedGraph } from '../graph/fold-constants.js'
import type { SourceGraph, SourceNode } from '../graph/source-graph.js'
import { type Layer, readIds } from './network.js'

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

/** Layers that one layer depends on, it last, each behind those that it reads. */
export function neededLayers(layers: readonly Layer[], last: string): Layer[] {
  const byId = new Map(layers.map((layer) => [layer.id, layer]))
  const needed = new Set<Layer>()
  const visit = (id: string): void => {
    const layer = byId.get(id)
    if (layer === undefined || needed.has(layer)) return
    for (const read of readIds(layer)) visit(read)
    needed.add(layer)
  }
  visit(last)
  return [...needed]
}

/** Nodes that read each tensor; the graph's output counts as one more. */
export function countUses(nodes: readonly SourceNode[], output: string): Map<string, number> {
  const uses = new Map([[output, 1]])
  for (const { inputs } of nodes) {
    for (const name of new Set(inputs)) uses.set(name, (uses.get(name) ?? 0) + 1)
  }
  return uses
}
