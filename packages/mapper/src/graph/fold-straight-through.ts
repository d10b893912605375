import type { SourceGraph, SourceNode } from './source-graph.js'

/**
 * Replaces what a straight-through estimator leaves behind in an export, x + (q − x), by q.
 *
 * In real numbers they are the same; in floats the sum may miss a level of q by a rounding, which no exporter means.
 */
export function foldStraightThrough(graph: SourceGraph): SourceGraph {
  const makers = new Map(graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)))
  const nodes = graph.nodes.map((node): SourceNode => {
    const quantised = straightThrough(node, makers)
    return quantised === undefined ? node : { ...node, operator: 'Identity', inputs: [quantised] }
  })
  return { ...graph, nodes }
}

/** The q of a node that adds x and q − x. */
function straightThrough(node: SourceNode, makers: ReadonlyMap<string, SourceNode>): string | undefined {
  if (node.operator !== 'Add' || node.domain !== '') return undefined
  for (const [x, difference] of [node.inputs, node.inputs.toReversed()]) {
    const maker = makers.get(difference)
    if (maker?.operator === 'Sub' && maker.domain === '' && maker.inputs[1] === x) return maker.inputs[0]
  }
  return undefined
}
