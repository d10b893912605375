import { foldConstants } from '../fold-constants.js'
import { sortNodes } from '../sort-nodes.js'
import type { SourceGraph, SourceNode } from '../source-graph.js'
import { splitGemm } from '../split-gemm.js'
import { PartMaker } from './part-maker.js'
import { isSelecting, type Selection, selectionsOf } from './selection.js'

/**
 * Has parts that Split, Slice or Gather take of a layer's results made by layers of their own, so that nothing takes a map apart.
 *
 * A matrix of all gates of a cell becomes a matrix a gate. Each element is computed as before.
 *
 * @throws UnsupportedError when a node has no operator
 */
export function splitLayers(source: SourceGraph): SourceGraph {
  if (!source.nodes.some(isSelecting)) return source
  let graph = source
  const lists = new Map<string, number>()
  // a part of a part is found once its own part is a layer
  for (let next = splitOnce(splitGemm(source), lists); next !== undefined; next = splitOnce(graph, lists))
    graph = next
  return graph
}

/** @returns undefined where no layer has to be split */
function splitOnce(graph: SourceGraph, lists: Map<string, number>): SourceGraph | undefined {
  const folded = foldConstants(graph)
  const maker = new PartMaker(graph, folded, lists)
  const computed = new Set(folded.nodes)
  let changed = false
  const nodes = graph.nodes.flatMap((node): SourceNode[] => {
    const [from] = node.inputs
    const shape = folded.shapes.get(from)
    if (!computed.has(node) || !isSelecting(node) || shape === undefined) return [node]
    const selections = selectionsOf(node, shape, folded.constants)
    if (!selections?.every(({ axis }) => maker.can(from, axis))) return [node]
    changed = true
    const made: SourceNode[] = []
    for (const selection of selections) {
      const part = maker.make(from, selection.axis, selection.places, (one) => made.push(one))
      made.push(named(node, part, selection))
    }
    return made
  })
  if (!changed) return undefined
  const constants = new Map([...graph.constants, ...maker.constants])
  return { ...graph, constants, nodes: used(sortNodes(nodes), graph.outputs) }
}

/** The part under the name that the graph has for it. */
function named({ name }: SourceNode, part: string, { result, axis, dropsAxis }: Selection): SourceNode {
  const common = { name, domain: '', inputs: [part], outputs: [result] }
  return dropsAxis
    ? { ...common, operator: 'Squeeze', attributes: new Map([['axes', [axis]]]) }
    : { ...common, operator: 'Identity', attributes: new Map() }
}

/** Nodes that the outputs depend on. */
function used(nodes: readonly SourceNode[], outputs: readonly string[]): SourceNode[] {
  const names = new Set(outputs)
  const kept: SourceNode[] = []
  for (const node of nodes.toReversed()) {
    if (!node.outputs.some((output) => names.has(output))) continue
    kept.push(node)
    for (const input of node.inputs) names.add(input)
  }
  return kept.reverse()
}
