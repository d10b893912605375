import { OnnxFormatError } from '../errors.js'
import { type ModelProto, modelType } from './schema.js'

/** A model that is known to have a graph. */
export type CompleteModel = ModelProto & { readonly graph: NonNullable<ModelProto['graph']> }

/**
 * Decodes the bytes of an ONNX file.
 *
 * @param where - name of the file, for the error
 * @throws OnnxFormatError when the bytes are no ONNX model or end early
 */
export function decodeModel(bytes: Uint8Array, where: string): CompleteModel {
  const model = decode(bytes, where)
  const { graph, opsetImport } = model
  if (graph === null || graph.node.length === 0) {
    throw new OnnxFormatError(where, `the file (${bytes.length} bytes) holds no graph`)
  }
  if (opsetImport.length === 0) {
    throw new OnnxFormatError(where, `the file (${bytes.length} bytes) ends before its opset_import`)
  }
  return { ...model, graph }
}

function decode(bytes: Uint8Array, where: string): ModelProto {
  try {
    const message = modelType.decode(bytes)
    return modelType.toObject(message, { longs: Number, arrays: true, defaults: true }) as ModelProto
  } catch (cause) {
    const reason = cause instanceof RangeError ? 'the file is truncated' : 'this is no ONNX file'
    throw new OnnxFormatError(where, `${reason} (${bytes.length} bytes)`, { cause })
  }
}
