import { File, ready } from 'h5wasm'
import { zipFile } from './zip.js'

export interface Array32 {
  readonly shape: readonly number[]
  readonly data: readonly number[]
}

/** A layer of a test model with its arrays by Keras's names, in the order of its variables. */
export interface TestLayer {
  readonly className: string
  readonly config: Readonly<Record<string, unknown>>
  /** Names of the layers whose results it takes. */
  readonly inputs: readonly string[]
  readonly arrays?: Readonly<Record<string, Array32>>
}

let files = 0

/** An HDF5 file in memory: text attributes of the root, and float32 arrays by path. */
export async function hdf5File(
  attributes: Readonly<Record<string, string>>,
  arrays: ReadonlyMap<string, Array32>,
): Promise<Uint8Array> {
  const { FS } = await ready
  const path = `/test-${files++}.h5`
  const file = new File(path, 'w')
  for (const [name, text] of Object.entries(attributes)) file.create_attribute(name, text)
  const groups = new Set<string>()
  for (const [name, { shape, data }] of arrays) {
    const parts = name.split('/')
    for (let depth = 1; depth < parts.length; depth++) {
      const group = parts.slice(0, depth).join('/')
      if (!groups.has(group)) file.create_group(group)
      groups.add(group)
    }
    file.create_dataset({ name, data: Float32Array.from(data), shape: [...shape], dtype: '<f4' })
  }
  file.close()
  const bytes = Uint8Array.from(FS.readFile(path) as Uint8Array)
  FS.unlink(path)
  return bytes
}

/** Configuration of a Functional model, as Keras 2 or 3 writes it; the first layer is the input, the last the output. */
export function functionalConfig(layers: readonly TestLayer[], version: 2 | 3): string {
  const name = (layer: TestLayer) => layer.config.name as string
  const call = (inputs: readonly string[]) => {
    if (version === 2) return [inputs.map((input) => [input, 0, 0, {}])]
    const tensors = inputs.map((input) => ({
      class_name: '__keras_tensor__',
      config: { shape: [null], dtype: 'float32', keras_history: [input, 0, 0] },
    }))
    return [{ args: tensors.length === 1 ? tensors : [tensors], kwargs: {} }]
  }
  const entries = layers.map((layer) => ({
    class_name: layer.className,
    name: name(layer),
    config: layer.config,
    inbound_nodes: layer.inputs.length === 0 ? [] : call(layer.inputs),
  }))
  const [first, last] = [name(layers[0]), name(layers[layers.length - 1])]
  const [input_layers, output_layers] = [first, last].map((end) =>
    version === 2 ? [[end, 0, 0]] : [end, 0, 0],
  )
  return JSON.stringify({
    class_name: 'Functional',
    config: { name: 'model', layers: entries, input_layers, output_layers },
  })
}

/** Configuration of a Sequential model. */
export function sequentialConfig(layers: readonly TestLayer[]): string {
  const entries = layers.map(({ className, config }) => ({ class_name: className, config }))
  return JSON.stringify({ class_name: 'Sequential', config: { name: 'model', layers: entries } })
}

/** The `.h5` file of a model. */
export function h5Model(layers: readonly TestLayer[], config: string): Promise<Uint8Array> {
  const arrays = new Map<string, Array32>()
  for (const { config: layer, arrays: own } of layers) {
    for (const [key, array] of Object.entries(own ?? {}))
      arrays.set(`model_weights/${layer.name}/${layer.name}/${key}:0`, array)
  }
  return hdf5File({ model_config: config, keras_version: '2.15.0' }, arrays)
}

/** The `.keras` archive of a model; `classNames` are those of its layers in snake case. */
export async function kerasArchive(
  layers: readonly TestLayer[],
  config: string,
  classNames: Readonly<Record<string, string>>,
): Promise<Uint8Array> {
  const counts = new Map<string, number>()
  const arrays = new Map<string, Array32>()
  for (const { className, arrays: own } of layers) {
    const count = counts.get(className) ?? 0
    counts.set(className, count + 1)
    const group = classNames[className] + (count === 0 ? '' : `_${count}`)
    for (const [i, array] of Object.values(own ?? {}).entries())
      arrays.set(`layers/${group}/vars/${i}`, array)
  }
  const weights = await hdf5File({}, arrays)
  const text = new TextEncoder().encode(config)
  return zipFile({ 'metadata.json': text, 'config.json': text, 'model.weights.h5': weights })
}
