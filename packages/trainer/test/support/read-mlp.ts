import { BATCH_NORM_EPSILON, type BinaryMlp } from '../../src/mlp.js'
import { decodeOnnx } from '../../src/onnx/decode-onnx.js'
import { tensorValue } from '../../src/onnx/evaluate.js'
import { initializer } from './initializer.js'

/** Reads a network back from the initializers of a file that the trainer wrote. */
export function readMlp(bytes: Uint8Array): BinaryMlp {
  const model = decodeOnnx(bytes)
  const depth = model.graph.node.filter((node) => node.op_type === 'MatMul').length
  const floats = (name: string) => Float32Array.from(tensorValue(initializer(model, name)).data)
  return {
    layers: Array.from({ length: depth }, (_, l) => {
      const weight = tensorValue(initializer(model, `weight${l}`))
      return {
        inputs: weight.shape[1],
        outputs: weight.shape[0],
        signs: Int8Array.from(weight.data),
        norm: {
          gamma: floats(`gamma${l}`),
          beta: floats(`beta${l}`),
          mean: floats(`mean${l}`),
          variance: floats(`variance${l}`),
          epsilon: BATCH_NORM_EPSILON,
        },
      }
    }),
  }
}
