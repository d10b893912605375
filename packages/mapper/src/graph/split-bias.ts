import type { SourceGraph, SourceNode } from './source-graph.js'
import type { Tensor } from './tensor.js'

/**
 * Replaces every Conv with a constant bias by a Conv without one and an Add.
 *
 * @param folded - all constants, those that nodes compute included
 */
export function splitBias(graph: SourceGraph, folded: ReadonlyMap<string, Tensor>): SourceGraph {
  const constants = new Map(graph.constants)
  const nodes = graph.nodes.flatMap((node): SourceNode[] => {
    const [data, weights, bias] = node.inputs
    const [value, filters] = [folded.get(bias ?? ''), folded.get(weights ?? '')]
    if (node.operator !== 'Conv' || node.domain !== '' || !value || !filters) return [node]
    const [result] = node.outputs
    const [product, shaped] = [`${result}/product`, `${result}/bias`]
    const ones = filters.shape.slice(2).map(() => 1)
    constants.set(shaped, { shape: [value.data.length, ...ones], data: value.data })
    const name = node.name === '' ? '' : `${node.name}/Add`
    return [
      { ...node, inputs: [data, weights], outputs: [product] },
      {
        name,
        operator: 'Add',
        domain: '',
        inputs: [product, shaped],
        outputs: [result],
        attributes: new Map(),
      },
    ]
  })
  return { ...graph, nodes, constants }
}
