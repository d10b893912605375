import type { Json } from '@concord/arch'
import { evaluateNode, evaluateShapes } from '../graph/evaluate-node.js'
import type { AttributeValue, SourceNode } from '../graph/source-graph.js'
import { elementCount, filled, type Tensor } from '../graph/tensor.js'

/** A constant as text, so that it can go into a program's meta. */
type PackedTensor = {
  readonly shape: readonly number[]
  /** `float32` where that loses nothing. */
  readonly type: 'float32' | 'float64'
  /** Little endian, base64. */
  readonly data: string
}

/** A node whose attributes are numbers, texts and lists of them. */
type HostNode = Omit<SourceNode, 'attributes'> & { readonly attributes: { readonly [name: string]: Json } }

/** Nodes of the source graph that the host runs, in evaluation order and in the source's arithmetic; plain JSON. */
export type HostNodes = {
  readonly nodes: readonly HostNode[]
  readonly constants: { readonly [name: string]: PackedTensor }
}

/** A tensor of the source that enters a part of the host. */
export type HostInput = { readonly tensor: string; readonly shape: readonly number[] }

/** A piece of the source graph with one tensor that enters and one result; plain JSON. */
export type HostGraph = HostNodes & { readonly input: HostInput; readonly output: string }

/** Packs a piece of the graph with the constants that it needs. */
export function packHostGraph(
  nodes: readonly SourceNode[],
  input: HostInput,
  output: string,
  constants: ReadonlyMap<string, Tensor>,
): HostGraph {
  return { input, output, ...packHostNodes(nodes, constants) }
}

/** Packs nodes with the constants that they need. */
export function packHostNodes(
  nodes: readonly SourceNode[],
  constants: ReadonlyMap<string, Tensor>,
): HostNodes {
  const names = new Set(nodes.flatMap(({ inputs }) => inputs))
  const packed = [...names].flatMap((name) => {
    const constant = constants.get(name)
    return constant === undefined ? [] : [[name, packTensor(constant)] as const]
  })
  return {
    nodes: nodes.map((node) => ({
      ...node,
      attributes: Object.fromEntries(node.attributes) as HostNode['attributes'],
    })),
    constants: Object.fromEntries(packed),
  }
}

interface UnpackedGraph {
  readonly nodes: readonly SourceNode[]
  readonly constants: ReadonlyMap<string, Tensor>
}

const UNPACKED = new WeakMap<HostNodes, UnpackedGraph>()

/**
 * Runs the nodes.
 *
 * @param entering - tensors by name
 * @returns all tensors by name: constants, those that entered, results
 */
export function runHostNodes(
  part: HostNodes,
  entering: Iterable<readonly [string, Tensor]>,
): Map<string, Tensor> {
  const { nodes, constants } = UNPACKED.get(part) ?? unpack(part)
  const values = new Map(constants)
  for (const [name, tensor] of entering) values.set(name, tensor)
  for (const node of nodes) evaluateNode(node, values)
  return values
}

/** Multiply-accumulates of a run. */
export function hostMacs(part: HostNodes, entering: readonly HostInput[]): number {
  const { nodes, constants } = UNPACKED.get(part) ?? unpack(part)
  const values = new Map(constants)
  for (const { tensor, shape } of entering) values.set(tensor, filled(shape, 0))
  let macs = 0
  for (const node of nodes) {
    evaluateShapes(node, values)
    if (node.operator !== 'Conv' && node.operator !== 'MatMul') continue
    const weights = values.get(node.inputs[1])!.shape
    const depth = node.operator === 'Conv' ? elementCount(weights.slice(1)) : weights[0]
    macs += elementCount(values.get(node.outputs[0])!.shape) * depth
  }
  return macs
}

function unpack(graph: HostNodes): UnpackedGraph {
  const unpacked = {
    nodes: graph.nodes.map((node) => ({ ...node, attributes: attributesOf(node) })),
    constants: new Map(
      Object.entries(graph.constants).map(([name, constant]) => [name, unpackTensor(constant)]),
    ),
  }
  UNPACKED.set(graph, unpacked)
  return unpacked
}

function attributesOf({ attributes }: HostNode): Map<string, AttributeValue> {
  return new Map(Object.entries(attributes) as [string, AttributeValue][])
}

function packTensor({ shape, data }: Tensor): PackedTensor {
  const single = data.every((value) => Object.is(Math.fround(value), value))
  const values = single ? Float32Array.from(data) : data
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength)
  return { shape, type: single ? 'float32' : 'float64', data: bytes.toString('base64') }
}

function unpackTensor({ shape, type, data }: PackedTensor): Tensor {
  const bytes = Uint8Array.from(Buffer.from(data, 'base64'))
  const count = elementCount(shape)
  if (type === 'float64') return { shape, data: new Float64Array(bytes.buffer, 0, count) }
  return { shape, data: Float64Array.from(new Float32Array(bytes.buffer, 0, count)) }
}
