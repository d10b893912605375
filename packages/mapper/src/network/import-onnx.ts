import { OnnxFormatError } from '../errors.js'
import { type FoldedGraph, foldConstants } from '../graph/fold-constants.js'
import type { SourceGraph } from '../graph/source-graph.js'
import { splitGemm } from '../graph/split-gemm.js'
import { type ReadOptions, readOnnx } from '../onnx/read-onnx.js'
import { guessInputScale, inputCode } from './input-code.js'
import type { Levels } from './levels.js'
import type { InputScale, Layer, Network } from './network.js'
import { mainPath, type PathNode, refuse } from './path.js'
import { readHead } from './read-head.js'
import { Segment } from './segment.js'
import { foldThresholds } from './thresholds.js'
import { integerWeights } from './weights.js'

export interface ImportOptions extends ReadOptions {
  /** How a byte becomes the input's value. @defaultValue decided from the graph */
  readonly inputScale?: InputScale
}

/**
 * Reads an ONNX or QONNX file as a network of exact integer layers.
 *
 * @throws OnnxFormatError, UnsupportedError
 */
export function importOnnx(bytes: Uint8Array, options: ImportOptions = {}): Network {
  return importGraph(readOnnx(bytes, options), options.inputScale)
}

/** Turns a source graph into a network of exact integer layers. */
export function importGraph(source: SourceGraph, inputScale?: InputScale): Network {
  const graph = splitGemm(source)
  const folded = foldConstants(graph)
  const path = mainPath(graph, folded)
  const linear = path.flatMap(({ kind }, i) => (kind === 'linear' ? [i] : []))
  if (linear.length === 0) throw new OnnxFormatError(source.name, 'the graph has no layer with weights')
  const { constants } = folded
  const front = path.slice(0, linear[0])
  const input = inputCode(
    new Segment(front, graph.input.name, graph.input.shape, constants),
    inputScale ?? guessInputScale(front, graph.input.integer, constants),
    (reason) => refuse(path[linear[0]].node, reason),
  )
  const layers: Layer[] = []
  let order: Int32Array = new Segment(front, graph.input.name, graph.input.shape, constants).order()
  let levels = input.levels
  for (const [i, at] of linear.entries()) {
    const layer = denseLayer(path[at], folded, order, levels, layers.at(-1)?.id ?? input.id)
    const end = linear[i + 1]
    if (end === undefined) {
      layers.push(layer)
      break
    }
    const shape = [1, layer.output.channels]
    const segment = new Segment(path.slice(at + 1, end), layer.tensor, shape, constants)
    const quantiser = foldThresholds(layer, segment, (reason) => refuse(path[at].node, reason))
    layers.push({ ...layer, quantiser })
    levels = quantiser.levels
    order = segment.order()
  }
  const last = layers[layers.length - 1]
  const units = last.weightUnits.map((unit) => unit * last.inLevels.unit)
  const head = readHead(path.slice(linear[linear.length - 1] + 1), units, constants)
  return { name: source.name, source, input, layers, classes: last.output.channels, head }
}

/** Layer of one product; `order[i]` is the input channel at row i of its matrix. */
function denseLayer(
  { node, operand }: PathNode,
  folded: FoldedGraph,
  order: Int32Array,
  inLevels: Levels,
  from: string,
): Layer {
  const matrix = folded.constants.get(node.inputs[1])
  if (node.operator !== 'MatMul' || operand !== 0 || matrix?.shape.length !== 2) {
    throw refuse(node, 'only products of the data with a constant matrix are mapped')
  }
  const [inputs, outputs] = matrix.shape
  if (inputs !== order.length) {
    throw refuse(node, `it multiplies ${inputs} of ${order.length} values; only one row of data is mapped`)
  }
  const { integers, units } = integerWeights(node, matrix, folded)
  const weights = new Int32Array(integers.length)
  for (let i = 0; i < inputs; i++) {
    for (let o = 0; o < outputs; o++) weights[o * inputs + order[i]] = integers[i * outputs + o]
  }
  return {
    id: node.outputs[0],
    name: node.name === '' ? node.outputs[0] : node.name,
    kind: 'dense',
    tensor: node.outputs[0],
    inputs: [from],
    input: { channels: inputs, height: 1, width: 1 },
    output: { channels: outputs, height: 1, width: 1 },
    kernel: { width: 1, height: 1 },
    stride: { x: 1, y: 1 },
    dilation: { x: 1, y: 1 },
    pad: { left: 0, right: 0, top: 0, bottom: 0 },
    padCodes: undefined,
    groups: 1,
    inLevels,
    weights,
    weightUnits: units,
    pool: undefined,
    quantiser: undefined,
  }
}
