import type { SourceGraph } from '../graph/source-graph.js'
import { type ReadOptions, readOnnx } from '../onnx/read-onnx.js'
import { gunzip, isGzip } from './archive/gunzip.js'
import { isTar, readTar } from './archive/read-tar.js'
import { isZip, readZip } from './archive/read-zip.js'
import { bnnPynqGraph } from './bnn-pynq/bnn-pynq-graph.js'
import { isBnnPynq } from './bnn-pynq/layer-geometry.js'
import { checkGraph } from './check-graph.js'
import { FormatError } from './format-error.js'
import { type InputScaling, withInputScaling } from './input-scaling.js'
import { type KerasArchive, kerasArchiveGraph, kerasFileGraph } from './keras/keras-graph.js'
import { isHdf5 } from './keras/read-hdf5.js'
import type { ModelFiles } from './model-files.js'
import { isTflite, tfliteGraph } from './tflite/tflite-graph.js'

/** Formats that networks are read from. */
export type NetworkFormat =
  | 'ONNX'
  | 'Keras HDF5'
  | 'Keras archive'
  | 'TensorFlow Lite'
  | 'BNN-PYNQ parameters'

export interface ReadNetworkOptions extends Omit<ReadOptions, 'name'> {
  /** What the first layer gets for a byte. @defaultValue what the file says, else {@link DEFAULT_SCALING} */
  readonly inputScaling?: InputScaling
}

/** A network file as a graph. */
export interface SourceModel {
  readonly graph: SourceGraph
  readonly format: NetworkFormat
  /** How bytes enter, when the file does not say it; undefined when it does. */
  readonly inputScaling: InputScaling | undefined
}

/** How bytes enter a network whose file does not say it. */
const DEFAULT_SCALING: InputScaling = 'unit'

/** Largest field number and the wire types of ONNX's ModelProto. */
const MODEL_FIELDS = 26
const VARINT = 0
const DELIMITED = 2

/**
 * Reads a network of any format as a graph; the format is told by content.
 *
 * @throws FormatError, OnnxFormatError, UnsupportedError
 */
export async function readGraph(files: ModelFiles, options: ReadNetworkOptions = {}): Promise<SourceModel> {
  const { graph, format, saysScaling } = await readAny(files, options)
  checkGraph(graph)
  const inputScaling = options.inputScaling ?? (saysScaling ? undefined : DEFAULT_SCALING)
  if (inputScaling === undefined) return { graph, format, inputScaling }
  return { graph: withInputScaling(graph, inputScaling), format, inputScaling }
}

interface ReadGraph {
  readonly graph: SourceGraph
  readonly format: NetworkFormat
  /** Whether the graph itself tells how bytes enter. */
  readonly saysScaling: boolean
}

async function readAny(files: ModelFiles, options: ReadNetworkOptions): Promise<ReadGraph> {
  const { name, entries } = files
  if (isBnnPynq(files))
    return { graph: bnnPynqGraph(files), format: 'BNN-PYNQ parameters', saysScaling: true }
  const [bytes] = entries.values()
  if (entries.size !== 1) throw unknownFolder(files)
  if (isGzip(bytes)) return readAny({ name, entries: new Map([[name, gunzip(bytes, name)]]) }, options)
  if (isTar(bytes)) return readAny({ name, entries: withoutFolders(readTar(bytes, name)) }, options)
  if (isHdf5(bytes)) return { ...(await kerasFileGraph(bytes, name)), format: 'Keras HDF5' }
  if (isZip(bytes)) return { ...(await kerasArchiveGraph(keras(bytes, name), name)), format: 'Keras archive' }
  if (isTflite(bytes)) return { ...tfliteGraph(bytes, name), format: 'TensorFlow Lite' }
  if (!mayBeOnnx(bytes)) throw unknownFile(name)
  return { graph: readOnnx(bytes, { ...options, name }), format: 'ONNX', saysScaling: true }
}

/** ONNX has no mark of its own; as a protobuf message it begins with a field that a model has. */
function mayBeOnnx([tag = 0]: Uint8Array): boolean {
  const [field, wire] = [tag >> 3, tag & 7]
  return field >= 1 && field <= MODEL_FIELDS && (wire === VARINT || wire === DELIMITED)
}

/** Names without the folders around all of them. */
function withoutFolders(entries: ReadonlyMap<string, Uint8Array>): Map<string, Uint8Array> {
  const paths = [...entries.keys()].map((path) => path.replace(/^(\.\/)+/, '').split('/'))
  let depth = 0
  while (
    paths.length > 0 &&
    paths.every((parts) => parts.length > depth + 1 && parts[depth] === paths[0][depth])
  )
    depth++
  return new Map([...entries.values()].map((content, i) => [paths[i].slice(depth).join('/'), content]))
}

/** The two files of a `.keras` archive. */
function keras(bytes: Uint8Array, name: string): KerasArchive {
  const files = readZip(bytes, name, (path) => path === 'config.json' || path === 'model.weights.h5')
  const [config, weights] = [files.get('config.json'), files.get('model.weights.h5')]
  if (config !== undefined && weights !== undefined) return { config, weights }
  const why = 'this ZIP archive has no config.json and model.weights.h5'
  throw new FormatError('network', name, why, {
    fix: 'give a model that Keras saved as .keras, or one of another format',
  })
}

function unknownFile(name: string): FormatError {
  const known = 'ONNX, Keras .h5 or .keras, TensorFlow Lite .tflite, BNN-PYNQ parameters (also .tar.gz)'
  return new FormatError('network', name, 'its content is of no known format', {
    fix: `give one of: ${known}`,
  })
}

function unknownFolder({ name, entries }: ModelFiles): FormatError {
  const saved = [...entries.keys()].some((path) => path.endsWith('saved_model.pb'))
  const fix = saved
    ? 'save the model as .keras, .h5 or .tflite instead of a TensorFlow SavedModel'
    : 'give the network file itself, or a folder of BNN-PYNQ parameters (0-0-weights.bin and so on)'
  return new FormatError('network', name, `its ${entries.size} files are no network of a known format`, {
    fix,
  })
}
