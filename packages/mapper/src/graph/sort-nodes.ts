import type { SourceNode } from './source-graph.js'

/** Nodes in evaluation order; a file may list them in any, and chain any number of them. */
export function sortNodes(nodes: readonly SourceNode[]): SourceNode[] {
  const maker = new Map(nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)))
  const seen = new Set<SourceNode>()
  const done = new Set<SourceNode>()
  const sorted: SourceNode[] = []
  for (const first of nodes) {
    // Depth first on a stack of its own; a node comes up again behind those that it waits for
    const stack = [first]
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (seen.has(node)) {
        if (!done.has(node)) sorted.push(node)
        done.add(node)
        continue
      }
      seen.add(node)
      stack.push(node)
      for (const input of node.inputs.toReversed()) {
        const before = maker.get(input)
        if (before !== undefined && !seen.has(before)) stack.push(before)
      }
    }
  }
  return sorted
}
