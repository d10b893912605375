import type { BinaryMlp, DenseLayer } from '../mlp.js'
import type { TrainSettings } from '../options.js'
import {
  floatAttribute,
  floatValue,
  GraphBuilder,
  intAttribute,
  intsAttribute,
  QONNX_DOMAIN,
} from './graph-builder.js'
import { ELEMENT, encodeOnnx } from './model.js'

/** The first ones with int4. */
const IR_VERSION = 10
const ONNX_OPSET = 21
const QONNX_OPSET = 1

/**
 * Writes a network as QONNX in the manner of Brevitas' exports.
 *
 * Input `[N, 1, 28, 28]` in 0..1 (grey value / 255): Flatten, Mul 2, Sub 1, BipolarQuant; then for each layer
 * BipolarQuant(weights `[outputs, inputs]`), Transpose, MatMul, BatchNormalization and, but for the last,
 * BipolarQuant. Weights are stored as their signs in int4 behind a Cast, an eighth of float's size.
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
  graph.addInt4(`weight${l}`, [outputs, inputs], signs)
  graph.addFloats(`gamma${l}`, [outputs], norm.gamma)
  graph.addFloats(`beta${l}`, [outputs], norm.beta)
  graph.addFloats(`mean${l}`, [outputs], norm.mean)
  graph.addFloats(`variance${l}`, [outputs], norm.variance)
  graph.addNode('Cast', [`weight${l}`], `weightFloat${l}`, [intAttribute('to', ELEMENT.float)])
  graph.addNode('BipolarQuant', [`weightFloat${l}`, 'one'], `weightSign${l}`)
  graph.addNode('Transpose', [`weightSign${l}`], `weightSignT${l}`, [intsAttribute('perm', [1, 0])])
  graph.addNode('MatMul', [input, `weightSignT${l}`], `sum${l}`)
  const factors = [`gamma${l}`, `beta${l}`, `mean${l}`, `variance${l}`]
  graph.addNode('BatchNormalization', [`sum${l}`, ...factors], output, [
    floatAttribute('epsilon', norm.epsilon),
  ])
}
