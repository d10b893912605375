import { UnsupportedError, type UnsupportedNode } from '../errors.js'
import { findOperator } from '../operators/table.js'
import { evaluateNode } from './evaluate-node.js'
import { nodeLabel, type SourceGraph, type SourceNode } from './source-graph.js'
import { filled, type Tensor } from './tensor.js'

/** A graph whose constant part has been evaluated. */
export interface FoldedGraph {
  /** Nodes that depend on the values of the input, in evaluation order. */
  readonly nodes: readonly SourceNode[]
  /** Constants of the file and every tensor computed from constants and shapes alone. */
  readonly constants: ReadonlyMap<string, Tensor>
  /** The node that made each computed constant. */
  readonly makers: ReadonlyMap<string, SourceNode>
}

/**
 * Evaluates everything that does not depend on the input's values.
 *
 * The shapes of computed tensors are known as well, so chains such as Shape, Gather, Concat vanish.
 *
 * @throws UnsupportedError naming every node without an operator
 */
export function foldConstants(graph: SourceGraph): FoldedGraph {
  refuseUnknown(graph)
  const constants = new Map(graph.constants)
  const makers = new Map<string, SourceNode>()
  const probe = new Map<string, Tensor>([[graph.input.name, filled(graph.input.shape, 0)]])
  const nodes: SourceNode[] = []
  for (const node of graph.nodes) {
    const operator = findOperator(node)
    const inputs = node.inputs.filter((name) => name !== '')
    if (inputs.every((name) => constants.has(name))) {
      evaluateNode(node, constants)
      for (const output of node.outputs) makers.set(output, node)
      continue
    }
    const values = new Map([...inputs].flatMap((name) => entry(name, constants.get(name) ?? probe.get(name))))
    evaluateNode(node, values)
    const folded = typeof operator !== 'string' && operator.kind === 'constant' && node.operator === 'Shape'
    for (const output of node.outputs) {
      for (const [name, value] of entry(output, values.get(output))) {
        if (folded) constants.set(name, value)
        else probe.set(name, value)
      }
    }
    if (!folded) nodes.push(node)
  }
  return { nodes, constants, makers }
}

function entry(name: string, value: Tensor | undefined): [string, Tensor][] {
  return value === undefined ? [] : [[name, value]]
}

function refuseUnknown(graph: SourceGraph): void {
  const unknown: UnsupportedNode[] = []
  for (const node of graph.nodes) {
    const operator = findOperator(node)
    if (typeof operator === 'string') unknown.push({ node: nodeLabel(node), reason: operator })
  }
  if (unknown.length > 0) throw new UnsupportedError(unknown)
}
