import { DataError } from '../errors.js'
import { evaluateNode } from './evaluate-node.js'
import type { SourceGraph } from './source-graph.js'
import { elementCount, formatShape, type Tensor } from './tensor.js'

/**
 * Reference evaluation of the source graph, node by node, in float64.
 *
 * @param input - values of the data input, in the order of its shape
 * @param exchange - sees each result that a node makes, and gives what the nodes behind it get
 * @returns every tensor by name: the input, the constants and what each node makes
 * @throws DataError when the input has another size
 */
export function interpret(
  graph: SourceGraph,
  input: ArrayLike<number>,
  exchange?: (name: string, result: Tensor) => Tensor,
): Map<string, Tensor> {
  const { name, shape } = graph.input
  if (input.length !== elementCount(shape)) {
    throw new DataError(
      'Wrong input size',
      `input "${name}" of ${graph.name}`,
      `${input.length} values, expected ${elementCount(shape)} (${formatShape(shape)})`,
      'give one input of the size that the network was trained for',
    )
  }
  const values = new Map(graph.constants)
  values.set(name, { shape, data: Float64Array.from(input) })
  for (const node of graph.nodes) {
    evaluateNode(node, values)
    if (exchange === undefined) continue
    for (const output of node.outputs) {
      const result = values.get(output)
      if (result !== undefined) values.set(output, exchange(output, result))
    }
  }
  return values
}
