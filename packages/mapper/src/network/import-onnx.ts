import { type ReadOptions, readOnnx } from '../onnx/read-onnx.js'
import { importGraph } from './import-graph.js'
import type { Network } from './network.js'
import type { InputScale } from './network-input.js'

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
