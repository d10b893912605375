import { broadcast } from '../graph/broadcast.js'
import { numberAttribute } from '../graph/source-graph.js'
import { allocate, elementCount, formatShape, mapTensor, type Tensor } from '../graph/tensor.js'
import { type Operator, operand } from './operator.js'
import { transpose } from './shapes.js'

/** Default epsilon of BatchNormalization; attributes are float32. */
const EPSILON = Math.fround(1e-5)

/** Matrix product `[…, M, K] × [K, N]`, summed in the order of k. */
function matMul(a: Tensor, b: Tensor): Tensor {
  const shape = productShape(a, b)
  const [inner, columns] = b.shape
  const rows = elementCount(a.shape) / inner
  const data = allocate(rows * columns)
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < inner; k++) {
      const value = a.data[row * inner + k]
      for (let column = 0; column < columns; column++) {
        data[row * columns + column] += value * b.data[k * columns + column]
      }
    }
  }
  return { shape, data }
}

function productShape(a: Tensor, b: Tensor): number[] {
  const inner = a.shape.at(-1) ?? 1
  if (b.shape.length !== 2 || b.shape[0] !== inner) {
    throw new RangeError(`product of ${formatShape(a.shape)} and ${formatShape(b.shape)}`)
  }
  return [...a.shape.slice(0, -1), b.shape[1]]
}

const gemm: Operator = {
  kind: 'linear',
  evaluate: (node, inputs) => {
    const flip = (x: Tensor, name: string) => (numberAttribute(node, name, 0) ? transpose(x, [1, 0]) : x)
    const alpha = numberAttribute(node, 'alpha', 1)
    const beta = numberAttribute(node, 'beta', 1)
    const product = matMul(flip(operand(inputs, 0), 'transA'), flip(operand(inputs, 1), 'transB'))
    const scaled = mapTensor(product, (x) => alpha * x)
    return [inputs[2] ? broadcast(scaled, inputs[2], (x, c) => x + beta * c) : scaled]
  },
}

/** (x − mean) / sqrt(variance + epsilon) × gamma + beta on axis 1, in this order. */
const batchNormalization: Operator = {
  kind: 'monotone',
  evaluate: (node, inputs) => {
    if (numberAttribute(node, 'training_mode', 0)) throw new RangeError('training_mode is set')
    const [x, gamma, beta, mean, variance] = [0, 1, 2, 3, 4].map((i) => operand(inputs, i))
    const epsilon = numberAttribute(node, 'epsilon', EPSILON)
    const inner = elementCount(x.shape.slice(2))
    const channels = x.shape[1] ?? 1
    if ([gamma, beta, mean, variance].some((p) => p.data.length !== channels)) {
      throw new RangeError(`parameters do not have one value for each of ${channels} channels`)
    }
    const deviation = variance.data.map((v) => Math.sqrt(v + epsilon))
    const data = x.data.map((value, i) => {
      const c = Math.floor(i / inner) % channels
      return ((value - mean.data[c]) / deviation[c]) * gamma.data[c] + beta.data[c]
    })
    return [{ shape: x.shape, data }]
  },
}

/** Sums of products, and the normalisation that follows them. */
export const LINEAR: Readonly<Record<string, Operator>> = {
  MatMul: {
    kind: 'linear',
    evaluate: (_node, inputs) => [matMul(operand(inputs, 0), operand(inputs, 1))],
    outputShapes: (_node, inputs) => [productShape(operand(inputs, 0), operand(inputs, 1))],
  },
  Gemm: gemm,
  BatchNormalization: batchNormalization,
}
