import type { BinaryMlp, DenseLayer } from '../mlp.js'
import type { TrainSettings } from '../options.js'
import {
  ATTRIBUTE,
  ELEMENT,
  encodeOnnx,
  type OnnxAttribute,
  type OnnxNode,
  type OnnxTensor,
} from './model.js'

/** Domain of BipolarQuant. */
export const QONNX_DOMAIN = 'qonnx.custom_op.general'

const IR_VERSION = 7
const ONNX_OPSET = 13
const QONNX_OPSET = 1

/**
 * Writes a network as QONNX in the manner of Brevitas' exports.
 *
 * Input `[N, 1, 28, 28]` in 0..1 (grey value / 255): Flatten, Mul 2, Sub 1, BipolarQuant; then for each layer
 * BipolarQuant(weights `[outputs, inputs]`), Transpose, MatMul, BatchNormalization and, but for the last,
 * BipolarQuant. Weights are stored as their signs in int8 behind a Cast, a quarter of float's size.
 *
 * @param settings - recorded in the file's metadata
 */
export function encodeQonnxMlp(mlp: BinaryMlp, settings: TrainSettings): Uint8Array {
  const graph = new GraphBuilder()
  graph.addFloats('two', [], [2])
  graph.addFloats('one', [], [1])
  graph.addNode('Flatten', ['pixels'], 'flat', [intAttribute('axis', 1)])
  graph.addNode('Mul', ['flat', 'two'], 'doubled')
  graph.addNode('Sub', ['doubled', 'one'], 'centred')
  graph.addNode('BipolarQuant', ['centred', 'one'], 'act0')
  const last = mlp.layers.length - 1
  for (const [l, layer] of mlp.layers.entries()) {
    const output = l === last ? 'logits' : `normalised${l}`
    addDense(graph, layer, l, `act${l}`, output)
    if (l !== last) graph.addNode('BipolarQuant', [output, 'one'], `act${l + 1}`)
  }
  const classes = mlp.layers[last].outputs
  return encodeOnnx({
    ir_version: IR_VERSION,
    producer_name: 'concord',
    graph: {
      name: 'mnist-mlp',
      node: graph.nodes,
      initializer: graph.initializers,
      input: [floatValue('pixels', ['N', 1, 28, 28])],
      output: [floatValue('logits', ['N', classes])],
    },
    opset_import: [
      { domain: '', version: ONNX_OPSET },
      { domain: QONNX_DOMAIN, version: QONNX_OPSET },
    ],
    metadata_props: Object.entries(settings).map(([key, value]) => ({
      key: `concord.${key}`,
      value: JSON.stringify(value),
    })),
  })
}

function addDense(graph: GraphBuilder, layer: DenseLayer, l: number, input: string, output: string): void {
  const { inputs, outputs, signs, norm } = layer
  graph.addInt8(`weight${l}`, [outputs, inputs], signs)
  graph.addFloats(`gamma${l}`, [outputs], norm.gamma)
  graph.addFloats(`beta${l}`, [outputs], norm.beta)
  graph.addFloats(`mean${l}`, [outputs], norm.mean)
  graph.addFloats(`variance${l}`, [outputs], norm.variance)
  graph.addNode('Cast', [`weight${l}`], `weightFloat${l}`, [intAttribute('to', ELEMENT.float)])
  graph.addNode('BipolarQuant', [`weightFloat${l}`, 'one'], `weightSign${l}`)
  graph.addNode('Transpose', [`weightSign${l}`], `weightSignT${l}`, [
    { name: 'perm', type: ATTRIBUTE.ints, ints: [1, 0] },
  ])
  graph.addNode('MatMul', [input, `weightSignT${l}`], `sum${l}`)
  const factors = [`gamma${l}`, `beta${l}`, `mean${l}`, `variance${l}`]
  graph.addNode('BatchNormalization', [`sum${l}`, ...factors], output, [
    { name: 'epsilon', type: ATTRIBUTE.float, f: norm.epsilon },
  ])
}

class GraphBuilder {
  readonly nodes: OnnxNode[] = []
  readonly initializers: OnnxTensor[] = []

  addNode(
    operator: string,
    inputs: readonly string[],
    output: string,
    attributes: readonly OnnxAttribute[] = [],
  ): void {
    this.nodes.push({
      input: inputs,
      output: [output],
      name: `${operator}_${this.nodes.length}`,
      op_type: operator,
      attribute: attributes,
      domain: operator === 'BipolarQuant' ? QONNX_DOMAIN : '',
    })
  }

  addFloats(name: string, dims: readonly number[], values: ArrayLike<number>): void {
    const bytes = new Uint8Array(values.length * 4)
    const view = new DataView(bytes.buffer)
    for (let i = 0; i < values.length; i++) view.setFloat32(i * 4, values[i], true)
    this.initializers.push({ dims, data_type: ELEMENT.float, name, raw_data: bytes })
  }

  addInt8(name: string, dims: readonly number[], values: Int8Array): void {
    this.initializers.push({ dims, data_type: ELEMENT.int8, name, raw_data: Uint8Array.from(values) })
  }
}

function intAttribute(name: string, value: number): OnnxAttribute {
  return { name, type: ATTRIBUTE.int, i: value }
}

function floatValue(name: string, shape: readonly (number | string)[]) {
  const dim = shape.map((size) => (typeof size === 'number' ? { dim_value: size } : { dim_param: size }))
  return { name, type: { tensor_type: { elem_type: ELEMENT.float, shape: { dim } } } }
}
