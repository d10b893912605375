import { UnsupportedError, type UnsupportedNode } from '../../errors.js'
import type { SourceGraph } from '../../graph/source-graph.js'
import { FormatError } from '../format-error.js'
import { GraphBuilder } from '../graph-builder.js'
import { inputMap, type Value } from '../tensorflow/value.js'
import { type LayerWeights, namedWeights, numberedWeights } from './layer-weights.js'
import type { LayerReader } from './layers/layer-reader.js'
import { PLAIN_LAYERS } from './layers/plain-layers.js'
import { WEIGHTED_LAYERS } from './layers/weighted-layers.js'
import {
  type LayerConfig,
  listOf,
  type ModelConfig,
  readModelConfig,
  type TensorRef,
} from './model-config.js'
import { readHdf5 } from './read-hdf5.js'

/** A Keras model as a graph, and whether it scales its bytes itself. */
export interface KerasGraph {
  readonly graph: SourceGraph
  readonly saysScaling: boolean
}

/** The files of a `.keras` archive that describe the network. */
export interface KerasArchive {
  /** config.json */
  readonly config: Uint8Array
  /** model.weights.h5 */
  readonly weights: Uint8Array
}

/**
 * Reads a `.h5` file of Keras or Larq: a whole model, not weights alone.
 *
 * @throws FormatError, UnsupportedError
 */
export async function kerasFileGraph(bytes: Uint8Array, name: string): Promise<KerasGraph> {
  const content = await readHdf5(bytes, name, (path) => !path.startsWith('optimizer_weights/'))
  const text = content.attributes.get('model_config')
  if (text === undefined) {
    throw new FormatError('Keras model', name, 'it holds weights but no model_config', {
      fix: 'save the whole model with model.save("name.h5"), not save_weights',
    })
  }
  return build(readModelConfig(text, name), name, (layer) => namedWeights(content, layer.name))
}

/** Reads the parts of a `.keras` archive of Keras 3 or tf.keras. */
export async function kerasArchiveGraph(
  { config, weights }: KerasArchive,
  name: string,
): Promise<KerasGraph> {
  const content = await readHdf5(
    weights,
    `${name}, model.weights.h5`,
    (path) => !path.startsWith('optimizer/'),
  )
  const model = readModelConfig(new TextDecoder().decode(config), `${name}, config.json`)
  return build(model, name, (layer) => {
    const before = model.layers.slice(0, model.layers.indexOf(layer))
    const occurrence = before.filter(({ className }) => className === layer.className).length
    const order = readerOf(layer.className)?.variables?.(layer.config) ?? []
    return numberedWeights(content, layer.className, occurrence, order)
  })
}

/** Larq's layers are Keras's with quantisers in their configuration. */
function readerOf(className: string): LayerReader | undefined {
  const plain = className.replace(/^Quant(?=[A-Z])/, '')
  if (Object.hasOwn(WEIGHTED_LAYERS, plain)) return WEIGHTED_LAYERS[plain]
  return Object.hasOwn(PLAIN_LAYERS, className) ? PLAIN_LAYERS[className] : undefined
}

function build(
  model: ModelConfig,
  name: string,
  weightsOf: (layer: LayerConfig) => LayerWeights,
): KerasGraph {
  refuseUnknown(model)
  const b = new GraphBuilder(name)
  const fault = (why: string) => new FormatError('Keras model', name, why)
  const [input] = model.inputs
  const [output] = model.outputs
  if (model.inputs.length !== 1) throw fault(`one input is needed, the model has ${model.inputs.length}`)
  if (model.outputs.length !== 1) throw fault(`one output is needed, the model has ${model.outputs.length}`)
  const layers = new Map(model.layers.map((layer) => [layer.name, layer]))
  if (layers.size < model.layers.length) throw fault('two of its layers have the same name')
  const values = new Map<string, Value>()
  // Depth first from the output, on a stack of its own: a damaged file may nest without end
  const stack: { readonly ref: TensorRef; readonly waiting: boolean }[] = [{ ref: output, waiting: false }]
  const open = new Set<string>()
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { ref, waiting } = top
    const key = keyOf(ref)
    if (values.has(key)) continue
    const layer = layers.get(ref.layer)
    const call = layer?.calls[ref.call]
    if (layer === undefined || call === undefined)
      throw fault(`it has no layer "${ref.layer}" (use ${ref.call})`)
    if (!waiting) {
      if (open.has(key)) throw fault(`layer "${layer.name}" needs its own result`)
      open.add(key)
      stack.push({ ref, waiting: true }, ...call.inputs.map((operand) => ({ ref: operand, waiting: false })))
      continue
    }
    open.delete(key)
    const inputs = call.inputs.map((operand) => values.get(keyOf(operand))!)
    values.set(key, use(b, layer, inputs, weightsOf(layer), fault))
  }
  const start = values.get(keyOf(input))
  if (start === undefined) throw fault('its output does not depend on its input')
  const scaled = model.layers.some(({ className }) => className === 'Rescaling')
  const graph = b.finish({ name: input.layer, shape: [1, ...start.shape], integer: false }, [
    values.get(keyOf(output))!.tensor,
  ])
  return { graph, saysScaling: scaled }
}

function keyOf({ layer, call }: TensorRef): string {
  return `${call}:${layer}`
}

function use(
  b: GraphBuilder,
  layer: LayerConfig,
  inputs: readonly Value[],
  weights: LayerWeights,
  fault: (why: string) => FormatError,
): Value {
  const { className, name, config } = layer
  try {
    if (className === 'InputLayer') return inputMap(b, name, inputShape(config)).value
    return readerOf(className)!.read({ b, name, config, inputs, weights })
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw fault(`${className} "${name}": ${cause.message}`)
  }
}

/** `batch_shape` of Keras 3 or `batch_input_shape` of Keras 2, without the batch. */
function inputShape({ batch_shape, batch_input_shape }: LayerConfig['config']): number[] {
  const shape = listOf(batch_shape ?? batch_input_shape).slice(1)
  if (
    shape.length < 1 ||
    shape.length > 3 ||
    !shape.every((size) => typeof size === 'number' && size > 0 && Number.isInteger(size))
  ) {
    throw new RangeError(`its shape ${JSON.stringify(shape)} is not 1 to 3 known sizes behind the batch`)
  }
  return shape as number[]
}

function refuseUnknown({ layers }: ModelConfig): void {
  const unknown: UnsupportedNode[] = layers.flatMap(({ className, name }) =>
    className === 'InputLayer' || readerOf(className)
      ? []
      : [{ node: `${className} "${name}"`, reason: 'unknown layer class' }],
  )
  if (unknown.length > 0) throw new UnsupportedError(unknown)
}
