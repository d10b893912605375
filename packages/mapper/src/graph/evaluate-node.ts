import { UnsupportedError } from '../errors.js'
import type { Operator } from '../operators/operator.js'
import { findOperator } from '../operators/table.js'
import { nodeLabel, type SourceNode } from './source-graph.js'
import { filled, type Tensor } from './tensor.js'

/**
 * Evaluates one node and stores its results under their names.
 *
 * @throws UnsupportedError naming the node when it has no operator here or its operands do not fit
 */
export function evaluateNode(node: SourceNode, values: Map<string, Tensor>): void {
  withOperator(node, values, (operator, inputs) => operator.evaluate(node, inputs))
}

/** The same for shapes alone: the elements of the results mean nothing. */
export function evaluateShapes(node: SourceNode, values: Map<string, Tensor>): void {
  withOperator(node, values, (operator, inputs) => {
    const shapes = operator.outputShapes?.(node, inputs)
    return shapes?.map((shape) => filled(shape, 0)) ?? operator.evaluate(node, inputs)
  })
}

function withOperator(
  node: SourceNode,
  values: Map<string, Tensor>,
  run: (operator: Operator, inputs: readonly (Tensor | undefined)[]) => Tensor[],
): void {
  const operator = findOperator(node)
  if (typeof operator === 'string') {
    throw new UnsupportedError([{ node: nodeLabel(node), reason: operator }])
  }
  const inputs = node.inputs.map((name) => values.get(name))
  try {
    const results = run(operator, inputs)
    for (const [i, name] of node.outputs.entries())
      if (name !== '' && results[i]) values.set(name, results[i])
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new UnsupportedError([{ node: nodeLabel(node), reason: cause.message }])
  }
}
