import { ATTRIBUTE, ELEMENT, type OnnxModel, type OnnxNode, type OnnxTensor } from '../../src/onnx/model.js'
import { decodeOnnx } from './decode-onnx.js'

/** A dense float64 tensor, row-major. */
export interface Tensor {
  readonly shape: readonly number[]
  readonly data: Float64Array
}

/** Runs an ONNX graph node by node in float64; knows the operators that the trainer writes. */
export function evaluateOnnx(bytes: Uint8Array, input: Tensor): Tensor {
  const { graph } = decodeOnnx(bytes)
  const values = new Map<string, Tensor>(
    graph.initializer.map((tensor) => [tensor.name, tensorValue(tensor)]),
  )
  values.set(graph.input[0].name, input)
  for (const node of graph.node) {
    const inputs = node.input.map((name) => values.get(name)!)
    values.set(node.output[0], OPERATORS[`${node.domain}:${node.op_type}`](node, inputs))
  }
  return values.get(graph.output[0].name)!
}

/** Values of an initializer. */
export function tensorValue(tensor: OnnxTensor): Tensor {
  const bytes = Uint8Array.from(tensor.raw_data)
  const data =
    tensor.data_type === ELEMENT.int8 ? new Int8Array(bytes.buffer) : new Float32Array(bytes.buffer)
  return { shape: tensor.dims, data: Float64Array.from(data) }
}

/** Initializer of that name. */
export function initializer(model: OnnxModel, name: string): OnnxTensor {
  return model.graph.initializer.find((tensor) => tensor.name === name)!
}

const OPERATORS: Record<string, (node: OnnxNode, inputs: Tensor[]) => Tensor> = {
  ':Flatten': (node, [x]) => {
    const rows = x.shape.slice(0, attribute(node, 'axis').i).reduce((a, b) => a * b, 1)
    return { shape: [rows, x.data.length / rows], data: x.data }
  },
  ':Mul': (_, [x, y]) => ({ shape: x.shape, data: x.data.map((value) => value * y.data[0]) }),
  ':Sub': (_, [x, y]) => ({ shape: x.shape, data: x.data.map((value) => value - y.data[0]) }),
  ':Cast': (_, [x]) => x,
  ':Transpose': (_, [{ shape, data }]) => {
    const [rows, columns] = shape
    return {
      shape: [columns, rows],
      data: data.map((_, i) => data[(i % rows) * columns + Math.floor(i / rows)]),
    }
  },
  ':MatMul': (_, [x, y]) => {
    const [rows, inner] = x.shape
    const columns = y.shape[1]
    const data = new Float64Array(rows * columns)
    for (let row = 0; row < rows; row++) {
      for (let k = 0; k < inner; k++) {
        const factor = x.data[row * inner + k]
        for (let column = 0; column < columns; column++) {
          data[row * columns + column] += factor * y.data[k * columns + column]
        }
      }
    }
    return { shape: [rows, columns], data }
  },
  ':BatchNormalization': (node, [x, gamma, beta, mean, variance]) => {
    const epsilon = attribute(node, 'epsilon').f!
    const data = x.data.map((value, i) => {
      const c = i % x.shape[1]
      return ((value - mean.data[c]) / Math.sqrt(variance.data[c] + epsilon)) * gamma.data[c] + beta.data[c]
    })
    return { shape: x.shape, data }
  },
  'qonnx.custom_op.general:BipolarQuant': (_, [x, scale]) => ({
    shape: x.shape,
    data: x.data.map((value) => (value >= 0 ? scale.data[0] : -scale.data[0])),
  }),
}

function attribute(node: OnnxNode, name: string) {
  const found = node.attribute.find((candidate) => candidate.name === name)!
  const expected = name === 'epsilon' ? ATTRIBUTE.float : ATTRIBUTE.int
  if (found.type !== expected) throw new Error(`attribute ${name} of ${node.name} has type ${found.type}`)
  return found
}
