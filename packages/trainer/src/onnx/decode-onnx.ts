import type { OnnxModel } from './model.js'
import { modelType } from './schema.js'

/** Parses a model; fields that the schema does not have are skipped. */
export function decodeOnnx(bytes: Uint8Array): OnnxModel {
  return modelType.toObject(modelType.decode(bytes), {
    longs: Number,
    arrays: true,
    defaults: true,
  }) as OnnxModel
}
