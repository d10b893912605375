import type { SourceNode } from '../graph/source-graph.js'

/** Nodes between two tensors, in evaluation order. */
export function nodesBetween(
  output: string,
  from: string,
  makers: ReadonlyMap<string, SourceNode>,
): SourceNode[] {
  const nodes: SourceNode[] = []
  const seen = new Set<string>([from])
  const visit = (tensor: string): void => {
    const node = makers.get(tensor)
    if (node === undefined || seen.has(tensor)) return
    for (const name of node.outputs) seen.add(name)
    for (const input of node.inputs) visit(input)
    nodes.push(node)
  }
  visit(output)
  return nodes
}
