import { UnsupportedError, type UnsupportedNode } from '../errors.js'
import { findOperator } from '../operators/table.js'
import { evaluateNode, evaluateShapes } from './evaluate-node.js'
import { nodeLabel, type SourceGraph, type SourceNode } from './source-graph.js'
import { filled, type Tensor } from './tensor.js'

/** A graph whose constant part has been evaluated. */
export interface FoldedGraph {
  /** Nodes that depend on the values of the input, in evaluation order. */
  readonly nodes: readonly SourceNode[]
  /** Constants of the file and every tensor computed from constants and shapes alone. */
  readonly constants: ReadonlyMap<string, Tensor>
  /** Shape of every computed tensor. */
  readonly shapes: ReadonlyMap<string, readonly number[]>
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
  const shapes = new Map([[graph.input.name, graph.input.shape]])
  const nodes: SourceNode[] = []
  for (const node of graph.nodes) {
    const inputs = node.inputs.filter((name) => name !== '')
    if (inputs.every((name) => constants.has(name))) {
      evaluateNode(node, constants)
      for (const output of node.outputs) makers.set(output, node)
      continue
    }
    const results = new Map([...inputs].flatMap((name) => entry(name, probe(name, constants, shapes))))
    evaluateShapes(node, results)
    const folded = node.operator === 'Shape'
    for (const output of node.outputs) {
      const result = results.get(output)
      if (result === undefined) continue
      if (folded) constants.set(output, result)
      else shapes.set(output, result.shape)
    }
    if (!folded) nodes.push(node)
  }
  return { nodes, constants, shapes, makers }
}

/** A constant, or zeros in the shape of a computed tensor. */
function probe(
  name: string,
  constants: ReadonlyMap<string, Tensor>,
  shapes: ReadonlyMap<string, readonly number[]>,
): Tensor | undefined {
  const shape = shapes.get(name)
  return constants.get(name) ?? (shape && filled(shape, 0))
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
