import type { OnnxModel, OnnxTensor } from '../../src/onnx/model.js'

/** Initializer of that name. */
export function initializer(model: OnnxModel, name: string): OnnxTensor {
  return model.graph.initializer.find((tensor) => tensor.name === name)!
}
