import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { inferLogits } from '../src/infer.js'
import { decodeOnnx } from '../src/onnx/decode-onnx.js'
import { encodeQonnxMlp } from '../src/onnx/encode-qonnx-mlp.js'
import { prepareOnnx } from '../src/onnx/evaluate.js'
import { createRandom } from '../src/random.js'
import { MNIST_MLP_SETTINGS } from '../src/train-mnist-mlp.js'
import { initializer } from './support/initializer.js'
import { randomMlp } from './support/random-mlp.js'

const mlp = randomMlp(11, [784, 64, 32, 10])
const bytes = encodeQonnxMlp(mlp, MNIST_MLP_SETTINGS)

it('writes the nodes of a Brevitas export in order', () => {
  const model = decodeOnnx(bytes)
  const dense = ['Cast', 'BipolarQuant', 'Transpose', 'MatMul', 'BatchNormalization']
  expect(model.graph.node.map((node) => node.op_type)).toEqual([
    ...['Flatten', 'Mul', 'Sub', 'BipolarQuant'],
    ...[...dense, 'BipolarQuant'],
    ...[...dense, 'BipolarQuant'],
    ...dense,
  ])
  for (const node of model.graph.node) {
    expect(node.domain).toBe(node.op_type === 'BipolarQuant' ? 'qonnx.custom_op.general' : '')
  }
  expect(model.opset_import).toEqual([
    { domain: '', version: 21 },
    { domain: 'qonnx.custom_op.general', version: 1 },
  ])
})

it('names every value once and before its use', () => {
  const { graph } = decodeOnnx(bytes)
  const known = new Set([...graph.initializer, ...graph.input].map(({ name }) => name))
  expect(known.size).toBe(graph.initializer.length + graph.input.length)
  for (const node of graph.node) {
    for (const name of node.input) expect(known).toContain(name)
    expect(known).not.toContain(node.output[0])
    known.add(node.output[0])
  }
  expect(known).toContain(graph.output[0].name)
})

it('declares the shapes and stores two weights a byte, the first in the low half', () => {
  const model = decodeOnnx(bytes)
  const shape = (value: (typeof model.graph.input)[number]) =>
    value.type.tensor_type.shape.dim.map((dim) => dim.dim_param || dim.dim_value)
  expect(shape(model.graph.input[0])).toEqual(['N', 1, 28, 28])
  expect(shape(model.graph.output[0])).toEqual(['N', 10])
  const weight = initializer(model, 'weight0')
  expect([weight.dims, weight.data_type]).toEqual([[64, 784], 22])
  const stored = [...weight.raw_data].flatMap((byte) => [byte & 15, byte >> 4])
  expect(stored).toEqual(Array.from(mlp.layers[0].signs, (sign) => (sign === 1 ? 1 : 15)))
})

it('records the settings', () => {
  const metadata = decodeOnnx(bytes).metadata_props
  expect(metadata).toContainEqual({ key: 'concord.seed', value: '1' })
  expect(metadata).toContainEqual({ key: 'concord.hidden', value: '[256,256,256]' })
})

it('means the same as the integer inference', () => {
  const random = createRandom(5)
  const images = Uint8Array.from({ length: 12 * 784 }, () => random.nextBelow(256))
  const input = { shape: [12, 1, 28, 28], data: Float64Array.from(images, (pixel) => pixel / 255) }
  expect([...prepareOnnx(bytes)(input).data]).toEqual([...inferLogits(mlp, images)])
})

const brevitasFile = new URL('../../../../shared/models/tfc_1w1a/TFC_1W1A.onnx', import.meta.url)
if (!existsSync(brevitasFile)) console.warn('SKIPPED: no Brevitas export at ../shared/models/tfc_1w1a')

it.skipIf(!existsSync(brevitasFile))('uses field numbers that read a file Brevitas wrote', () => {
  const model = decodeOnnx(readFileSync(brevitasFile))
  expect(model.ir_version).toBe(6)
  expect(model.opset_import).toEqual([{ domain: '', version: 9 }])
  const operators = model.graph.node.map((node) => node.op_type)
  expect(operators.slice(5, 13)).toEqual([
    ...['Mul', 'Sub', 'BipolarQuant'],
    ...['BipolarQuant', 'Transpose', 'MatMul', 'BatchNormalization', 'BipolarQuant'],
  ])
  const batchNorm = model.graph.node.find((node) => node.op_type === 'BatchNormalization')
  expect(batchNorm?.attribute.find(({ name }) => name === 'epsilon')?.f).toBe(Math.fround(1e-5))
  const transpose = model.graph.node.find((node) => node.op_type === 'Transpose')
  expect(transpose?.attribute[0].ints).toEqual([1, 0])
  expect(initializer(model, 'features.3.weight').dims).toEqual([64])
})
