import { type AttributeValue, numberAttribute, type SourceGraph, type SourceNode } from './source-graph.js'
import { scalar, type Tensor, tensor } from './tensor.js'

const CUSTOM = /^(qonnx|finn|onnx\.brevitas)/

/**
 * Replaces every Im2Col and the MatMul behind it by the convolution they are: channels first, with its own padding.
 *
 * The matrix has a line a tap and channel, channels fastest.
 *
 * @param channels - channels of a computed tensor's last axis
 */
export function joinIm2col(graph: SourceGraph, channels: (tensor: string) => number): SourceGraph {
  const constants = new Map(graph.constants)
  const uses = (name: string) => graph.nodes.filter(({ inputs }) => inputs.includes(name))
  const joined = new Map<SourceNode, SourceNode[]>()
  for (const im2col of graph.nodes) {
    if (im2col.operator !== 'Im2Col' || !CUSTOM.test(im2col.domain)) continue
    const [product, ...others] = uses(im2col.outputs[0])
    if (others.length > 0 || product?.operator !== 'MatMul' || product.inputs[0] !== im2col.outputs[0])
      continue
    joined.set(im2col, [])
    joined.set(product, convolution(im2col, product, channels(im2col.inputs[0]), constants))
  }
  return { ...graph, constants, nodes: graph.nodes.flatMap((node) => joined.get(node) ?? [node]) }
}

function convolution(
  im2col: SourceNode,
  product: SourceNode,
  channels: number,
  constants: Map<string, Tensor>,
): SourceNode[] {
  const [result] = product.outputs
  const nodes: SourceNode[] = []
  const add = (
    operator: string,
    inputs: readonly string[],
    output: string,
    attributes: readonly (readonly [string, AttributeValue])[],
  ): string => {
    const name = product.name === '' ? '' : `${product.name}/${operator}`
    nodes.push({ name, operator, domain: '', inputs, outputs: [output], attributes: new Map(attributes) })
    return output
  }
  const pair = (name: string, fallback: number): number[] => {
    const value = im2col.attributes.get(name)
    if (Array.isArray(value)) return value.length === 1 ? [value[0], value[0]] : [...(value as number[])]
    const single = numberAttribute(im2col, name, fallback)
    return [single, single]
  }
  const kernel = pair('kernel_size', 1)
  const given = im2col.attributes.get('pad_amount')
  const pads = Array.isArray(given) ? (given as readonly number[]) : [0, 0, 0, 0]
  constants.set(`${result}/shape`, tensor([...kernel, channels, -1]))
  constants.set(`${result}/pads`, tensor([0, 0, pads[0], pads[1], 0, 0, pads[2], pads[3]]))
  constants.set(`${result}/padValue`, scalar(numberAttribute(im2col, 'pad_value', 0)))
  const taps = add('Reshape', [product.inputs[1], `${result}/shape`], `${result}/taps`, [])
  const filters = add('Transpose', [taps], `${result}/filters`, [['perm', [3, 2, 0, 1]]])
  const maps = add('Transpose', [im2col.inputs[0]], `${result}/maps`, [['perm', [0, 3, 1, 2]]])
  const padded = pads.some((size) => size > 0)
    ? add('Pad', [maps, `${result}/pads`, `${result}/padValue`], `${result}/padded`, [])
    : maps
  const sums = add('Conv', [padded, filters], `${result}/sums`, [
    ['strides', pair('stride', 1)],
    ['dilations', pair('dilations', 1)],
  ])
  add('Transpose', [sums], result, [['perm', [0, 2, 3, 1]]])
  return nodes
}
