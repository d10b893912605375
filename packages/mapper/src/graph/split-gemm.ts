import { type AttributeValue, numberAttribute, type SourceGraph, type SourceNode } from './source-graph.js'
import { scalar, type Tensor } from './tensor.js'

/**
 * Replaces every Gemm by MatMul and Add, so that only one kind of product is left.
 *
 * Its transposition, alpha and beta go to the constants. A Gemm that transposes its data stays.
 */
export function splitGemm(graph: SourceGraph): SourceGraph {
  const constants = new Map(graph.constants)
  const nodes = graph.nodes.flatMap((node) => {
    const plain = node.operator === 'Gemm' && node.domain === '' && !numberAttribute(node, 'transA', 0)
    return plain ? split(node, constants) : [node]
  })
  return { ...graph, nodes, constants }
}

function split(gemm: SourceNode, constants: Map<string, Tensor>): SourceNode[] {
  const nodes: SourceNode[] = []
  const [data, matrix, bias] = gemm.inputs
  const [result] = gemm.outputs
  const add = (
    operator: string,
    inputs: readonly string[],
    output: string,
    attributes: readonly (readonly [string, AttributeValue])[] = [],
  ): string => {
    const name = gemm.name === '' ? '' : `${gemm.name}/${operator}`
    nodes.push({ name, operator, domain: '', inputs, outputs: [output], attributes: new Map(attributes) })
    return output
  }
  const scaled = (input: string, attribute: string): string => {
    const factor = numberAttribute(gemm, attribute, 1)
    if (factor === 1) return input
    constants.set(`${result}/${attribute}`, scalar(factor))
    return add('Mul', [input, `${result}/${attribute}`], `${result}/${attribute}Scaled`)
  }
  const transposed = numberAttribute(gemm, 'transB', 0)
    ? add('Transpose', [matrix], `${result}/transposed`, [['perm', [1, 0]]])
    : matrix
  const hasBias = bias !== undefined && bias !== ''
  const product = add('MatMul', [data, scaled(transposed, 'alpha')], hasBias ? `${result}/product` : result)
  if (hasBias) add('Add', [product, scaled(bias, 'beta')], result)
  return nodes
}
