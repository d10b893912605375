import { floatValue, GraphBuilder, QONNX_DOMAIN } from '../onnx/graph-builder.js'
import { encodeOnnx } from '../onnx/model.js'
import { OnnxOps } from './onnx-ops.js'
import type { NetDefinition } from './ops.js'
import type { Parameters } from './parameters.js'
import type { NetworkSettings } from './settings.js'

const IR_VERSION = 7
const ONNX_OPSET = 13
const QONNX_OPSET = 1
const CLASSES = 10

/** A network to be written. */
export interface TrainedNetwork {
  readonly name: string
  readonly define: NetDefinition
  readonly parameters: Parameters
  /** Recorded in the file's metadata. */
  readonly settings: NetworkSettings
}

/**
 * Writes a network as QONNX: input `pixels` `[N, 1, 28, 28]` in 0..1 (grey value / 255), output `logits` `[N, 10]`.
 */
export function encodeNetwork({ name, define, parameters, settings }: TrainedNetwork): Uint8Array {
  const graph = new GraphBuilder()
  const output = define(new OnnxOps(graph, parameters, settings.weightScale), {
    name: 'pixels',
    rank: 4,
  })
  return encodeOnnx({
    ir_version: IR_VERSION,
    producer_name: 'concord',
    graph: {
      name,
      node: graph.nodes.map((node) =>
        node.output[0] === output.name ? { ...node, output: ['logits'] } : node,
      ),
      initializer: graph.initializers,
      input: [floatValue('pixels', ['N', 1, 28, 28])],
      output: [floatValue('logits', ['N', CLASSES])],
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
