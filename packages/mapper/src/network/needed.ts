import type { FoldedGraph } from '../graph/fold-constants.js'
import type { SourceGraph, SourceNode } from '../graph/source-graph.js'
import { type Layer, readIds } from './layer.js'
import type { SegmentDraft } from './segment-draft.js'

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

/** Layers, and segments each with the number of layers in front of it. */
export interface NeededParts {
  readonly layers: readonly Layer[]
  readonly segments: readonly (readonly [SegmentDraft, number])[]
}

/**
 * Layers and segments that some segments and one layer depend on, the layer last, each behind those that it reads.
 *
 * @param keeping - segments that are needed for what they keep
 */
export function neededParts(
  layers: readonly Layer[],
  segments: readonly SegmentDraft[],
  keeping: readonly SegmentDraft[],
  last: string,
): NeededParts {
  const byId = new Map(layers.map((layer) => [layer.id, layer]))
  const segmentById = new Map(segments.map((segment) => [segment.id, segment]))
  const needed = new Set<Layer>()
  const before = new Map<SegmentDraft, number>()
  const visitSegment = (segment: SegmentDraft): void => {
    if (before.has(segment)) return
    before.set(segment, 0)
    for (const other of segment.behind) visitSegment(other)
    for (const { id } of segment.inputs) visit(id)
    const order = [...needed]
    const places = segment.inputs.map(({ id }) => 1 + order.findIndex((layer) => layer.id === id))
    before.set(segment, Math.max(0, ...places, ...segment.behind.map((other) => before.get(other)!)))
  }
  const visit = (id: string): void => {
    const segment = segmentById.get(id)
    if (segment !== undefined) visitSegment(segment)
    const layer = byId.get(id)
    if (layer === undefined || needed.has(layer)) return
    for (const read of readIds(layer)) visit(read)
    needed.add(layer)
  }
  for (const segment of keeping) visitSegment(segment)
  visit(last)
  const used = segments.flatMap((segment) => {
    const place = before.get(segment)
    return place === undefined ? [] : [[segment, place] as const]
  })
  return { layers: [...needed], segments: used }
}

/** Nodes that read each tensor; the graph's output counts as one more. */
export function countUses(nodes: readonly SourceNode[], output: string): Map<string, number> {
  const uses = new Map([[output, 1]])
  for (const { inputs } of nodes) {
    for (const name of new Set(inputs)) uses.set(name, (uses.get(name) ?? 0) + 1)
  }
  return uses
}
