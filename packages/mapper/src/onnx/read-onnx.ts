import { OnnxFormatError } from '../errors.js'
import { splitLayers } from '../graph/parts/split-layers.js'
import { unrollRecurrent } from '../graph/recurrent/unroll-recurrent.js'
import { sortNodes } from '../graph/sort-nodes.js'
import type { AttributeValue, SourceGraph, SourceNode } from '../graph/source-graph.js'
import type { Tensor } from '../graph/tensor.js'
import { decodeModel } from './decode-model.js'
import { isIntegerType, readTensor } from './read-tensor.js'
import type { AttributeProto, NodeProto, ValueInfoProto } from './schema.js'

/** Value of Sign at 0: ONNX says 0, most binary networks mean 1. */
export type SignOfZero = -1 | 0 | 1

export interface ReadOptions {
  /** Name of the file, for errors. @defaultValue `'model'` */
  readonly name?: string
  /** @defaultValue 0, as ONNX says */
  readonly signOfZero?: SignOfZero
}

/** ONNX attribute types that a node may have here. */
const ATTRIBUTE = { float: 1, int: 2, string: 3, tensor: 4, floats: 6, ints: 7, strings: 8 } as const

/** ONNX element type of a zero point that makes QuantizeLinear signed. */
const INT8 = 3

/**
 * Reads an ONNX or QONNX file into a source graph.
 *
 * Initialisers may also be listed as graph inputs; operator domains need not be listed in `opset_import`.
 *
 * @throws OnnxFormatError when the file is damaged or has not exactly one data input
 * @throws UnsupportedError when it has an LSTM or GRU that cannot be unrolled
 */
export function readOnnx(bytes: Uint8Array, options: ReadOptions = {}): SourceGraph {
  const { name = 'model', signOfZero = 0 } = options
  const { graph } = decodeModel(bytes, name)
  if (graph.sparseInitializer.length > 0) throw new OnnxFormatError(name, 'it has sparse initialisers')
  const constants = new Map<string, Tensor>()
  for (const proto of graph.initializer) constants.set(proto.name, readTensor(proto, name))
  const signed = new Set(graph.initializer.filter((t) => t.dataType === INT8).map((t) => t.name))
  const dataInputs = graph.input.filter((value) => !constants.has(value.name))
  if (dataInputs.length !== 1) {
    const names = dataInputs.map((value) => `"${value.name}"`).join(', ') || 'none'
    throw new OnnxFormatError(name, `one data input is needed, the graph has ${dataInputs.length}: ${names}`)
  }
  if (graph.output.length === 0) throw new OnnxFormatError(name, 'the graph has no output')
  const own: SourceGraph = {
    name,
    nodes: sortNodes(graph.node.map((node) => readNode(node, name, signOfZero, signed))),
    constants,
    input: readInput(dataInputs[0], name),
    outputs: graph.output.map((value) => value.name),
  }
  return splitLayers(unrollRecurrent(own))
}

function readInput(value: ValueInfoProto, where: string): SourceGraph['input'] {
  const tensorType = value.type?.tensorType
  const sizes = tensorType?.shape?.dim.map((dim) => dim.dimValue)
  if (sizes === undefined || sizes.length < 2) {
    throw new OnnxFormatError(where, `input "${value.name}" has no shape of a batch and its elements`)
  }
  const [batch, ...rest] = sizes
  if (batch > 1)
    throw new OnnxFormatError(where, `input "${value.name}" has a fixed batch of ${batch}, not 1`)
  if (rest.some((size) => size <= 0)) {
    throw new OnnxFormatError(where, `input "${value.name}" has an open size that is not its batch`)
  }
  return { name: value.name, shape: [1, ...rest], integer: isIntegerType(tensorType?.elemType ?? 0) }
}

function readNode(
  proto: NodeProto,
  where: string,
  signOfZero: SignOfZero,
  signed: ReadonlySet<string>,
): SourceNode {
  const attributes = new Map<string, AttributeValue>()
  for (const attribute of proto.attribute) {
    const value = readAttribute(attribute, where)
    if (value !== undefined) attributes.set(attribute.name, value)
  }
  if (proto.opType === 'Sign') attributes.set('signOfZero', signOfZero)
  if (proto.opType === 'QuantizeLinear' && signed.has(proto.input[2])) attributes.set('signed', 1)
  const { name, opType: operator, domain, input: inputs, output: outputs } = proto
  return { name, operator, domain, inputs, outputs, attributes }
}

function readAttribute(proto: AttributeProto, where: string): AttributeValue | undefined {
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
  switch (proto.type) {
    case ATTRIBUTE.float:
      return proto.f
    case ATTRIBUTE.int:
      return proto.i
    case ATTRIBUTE.string:
      return text(proto.s)
    case ATTRIBUTE.tensor:
      return proto.t ? readTensor(proto.t, where) : undefined
    case ATTRIBUTE.floats:
      return proto.floats
    case ATTRIBUTE.ints:
      return proto.ints
    case ATTRIBUTE.strings:
      return proto.strings.map(text)
    default:
      return undefined
  }
}
