import { FormatError } from '../format-error.js'

/** A JSON object of a Keras configuration. */
export type Config = Readonly<Record<string, unknown>>

/** One use of a layer: where its operands come from. */
export interface LayerCall {
  /** Uses of layers whose results are the operands, `layer name` and number of the use. */
  readonly inputs: readonly TensorRef[]
}

/** A result of a layer: its name and the number of the use. */
export interface TensorRef {
  readonly layer: string
  readonly call: number
}

export interface LayerConfig {
  readonly className: string
  readonly name: string
  readonly config: Config
  readonly calls: readonly LayerCall[]
}

/** A Keras model: layers in the order of the file, with what feeds each. */
export interface ModelConfig {
  readonly layers: readonly LayerConfig[]
  readonly inputs: readonly TensorRef[]
  readonly outputs: readonly TensorRef[]
}

const LAYERS_MAX = 10_000

/** Lists within lists that a layer's operands may be in. */
const DEPTH_MAX = 8

/**
 * Reads the configuration of a Keras model, Sequential or Functional, as Keras 2 or 3 writes it.
 *
 * @param text - JSON
 * @param where - name of the file, for the error
 * @throws FormatError when it is not understood
 */
export function readModelConfig(text: string, where: string): ModelConfig {
  const fault = (why: string, cause?: unknown) => new FormatError('Keras model', where, why, { cause })
  let root: Config
  try {
    root = objectOf(JSON.parse(text))
  } catch (cause) {
    throw fault('its configuration is no JSON object', cause)
  }
  const className = root.class_name
  const config = Array.isArray(root.config) ? { layers: root.config } : objectOf(root.config)
  const layers = listOf(config.layers).map(objectOf)
  if (layers.length === 0) throw fault('its configuration has no layers')
  if (layers.length > LAYERS_MAX) throw fault(`its configuration has ${layers.length} layers`)
  if (className === 'Sequential') return sequential(layers, fault)
  if (className === 'Functional' || className === 'Model') {
    return {
      layers: layers.map((layer) => layerOf(layer, listOf(layer.inbound_nodes).map(callOf), fault)),
      inputs: endpoints(config.input_layers),
      outputs: endpoints(config.output_layers),
    }
  }
  throw fault(`its class is "${className}"; Sequential and Functional models are read`)
}

function sequential(layers: readonly Config[], fault: (why: string) => FormatError): ModelConfig {
  const chain: LayerConfig[] = []
  for (const layer of layers) {
    const before = chain.at(-1)
    if (before === undefined && layer.class_name !== 'InputLayer') {
      const { batch_input_shape, batch_shape } = objectOf(layer.config)
      const config = { batch_shape: batch_shape ?? batch_input_shape }
      chain.push({ className: 'InputLayer', name: 'input', config, calls: [{ inputs: [] }] })
    }
    const last = chain.at(-1)
    chain.push(layerOf(layer, [{ inputs: last ? [{ layer: last.name, call: 0 }] : [] }], fault))
  }
  const ends = [chain[0], chain[chain.length - 1]].map(({ name }) => [{ layer: name, call: 0 }])
  return { layers: chain, inputs: ends[0], outputs: ends[1] }
}

function layerOf(
  layer: Config,
  calls: readonly LayerCall[],
  fault: (why: string) => FormatError,
): LayerConfig {
  const config = objectOf(layer.config)
  const name = layer.name ?? config.name
  const className = layer.class_name
  if (typeof name !== 'string' || typeof className !== 'string') {
    throw fault('a layer of its configuration has no name or class')
  }
  return {
    className: className.replace(/^.*>/, ''),
    name,
    config,
    calls: calls.length > 0 ? calls : [{ inputs: [] }],
  }
}

/** `["name", node, tensor]`, or a list of them. */
function endpoints(value: unknown): TensorRef[] {
  const list = listOf(value)
  return typeof list[0] === 'string' ? [refOf(list)] : list.map((entry) => refOf(listOf(entry)))
}

function refOf([layer, call]: readonly unknown[]): TensorRef {
  return { layer: typeof layer === 'string' ? layer : '', call: typeof call === 'number' ? call : 0 }
}

/** Keras 2: `[["name", node, tensor, {}], …]`; Keras 3: tensors with a history, anywhere in the arguments. */
function callOf(node: unknown): LayerCall {
  if (!Array.isArray(node)) return { inputs: histories(objectOf(node).args) }
  return { inputs: typeof node[0] === 'string' ? [refOf(node)] : node.map((entry) => refOf(listOf(entry))) }
}

function histories(value: unknown, depth = 0): TensorRef[] {
  if (Array.isArray(value)) {
    return depth < DEPTH_MAX ? value.flatMap((entry) => histories(entry, depth + 1)) : []
  }
  const { keras_history: history } = objectOf(objectOf(value).config)
  return Array.isArray(history) ? [refOf(history)] : []
}

/** The value as an object; one without fields when it is something else. */
export function objectOf(value: unknown): Config {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Config) : {}
}

/** The value as a list; empty when it is something else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
