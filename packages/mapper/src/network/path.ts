import { UnsupportedError } from '../errors.js'
import type { FoldedGraph } from '../graph/fold-constants.js'
import { nodeLabel, type SourceGraph, type SourceNode } from '../graph/source-graph.js'
import type { OperatorKind } from '../operators/operator.js'
import { findOperator } from '../operators/table.js'

/** A node on the way from the input to the result, with the operand that is computed. */
export interface PathNode {
  readonly node: SourceNode
  readonly kind: OperatorKind
  /** Which of the node's inputs is computed; the others are constant. */
  readonly operand: number
}

/** Error for one node. */
export function refuse(node: SourceNode, reason: string): UnsupportedError {
  return new UnsupportedError([{ node: nodeLabel(node), reason }])
}

/**
 * The nodes from the data input to the output, in order.
 *
 * @throws UnsupportedError where computed values branch or join
 */
export function mainPath(graph: SourceGraph, folded: FoldedGraph): PathNode[] {
  const needed = neededNodes(graph, folded)
  const path: PathNode[] = []
  let name = graph.input.name
  for (;;) {
    const consumers = needed.filter((node) => node.inputs.includes(name))
    if (consumers.length === 0) return path
    const node = consumers[0]
    if (consumers.length > 1) {
      const others = consumers.map(nodeLabel).join(', ')
      throw refuse(node, `"${name}" goes to ${consumers.length} nodes (${others}); branches are not mapped`)
    }
    path.push(pathNode(node, folded))
    const output = node.outputs.find((out) => needed.some((next) => next.inputs.includes(out)))
    if (output === undefined) return path
    name = output
  }
}

function pathNode(node: SourceNode, folded: FoldedGraph): PathNode {
  const operator = findOperator(node)
  if (typeof operator === 'string') throw refuse(node, operator)
  const computed = node.inputs.flatMap((input, i) => (input === '' || folded.constants.has(input) ? [] : [i]))
  const { kind } = operator
  if (computed.length > 1) throw refuse(node, 'it joins two computed tensors; one operand must be constant')
  if (kind === 'constant') throw refuse(node, 'it is supported on constants only')
  const commutes = ['Add', 'Sub', 'Mul'].includes(node.operator)
  if (computed[0] !== 0 && !commutes) throw refuse(node, `operand ${computed[0]} is computed, not constant`)
  return { node, kind, operand: computed[0] }
}

/** Nodes that an output of the graph depends on. */
function neededNodes(graph: SourceGraph, folded: FoldedGraph): SourceNode[] {
  const names = new Set(graph.outputs)
  const needed: SourceNode[] = []
  for (const node of folded.nodes.toReversed()) {
    if (!node.outputs.some((output) => names.has(output))) continue
    needed.unshift(node)
    for (const input of node.inputs) names.add(input)
  }
  return needed
}
