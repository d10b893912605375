import { describe, expect, test } from 'vitest'
import { evaluateNode } from '../src/graph/evaluate-node.js'
import type { AttributeValue, SourceNode } from '../src/graph/source-graph.js'
import { scalar, type Tensor, tensor } from '../src/graph/tensor.js'
import { compareLayers, importOnnx } from '../src/index.js'
import { OnnxBuilder } from './support/onnx-builder.js'

/** Evaluates one node of some operands. */
function run(
  operator: string,
  operands: readonly (Tensor | undefined)[],
  attributes: Record<string, AttributeValue> = {},
  domain = '',
): Tensor {
  const inputs = operands.map((operand, i) => (operand ? `i${i}` : ''))
  const node: SourceNode = {
    name: operator,
    operator,
    domain,
    inputs,
    outputs: ['y'],
    attributes: new Map(Object.entries(attributes)),
  }
  const values = new Map<string, Tensor>()
  for (const [i, operand] of operands.entries()) if (operand) values.set(`i${i}`, operand)
  evaluateNode(node, values)
  return values.get('y')!
}

const line = (values: readonly number[]) => tensor(values, [1, 1, values.length])
const data = (x: Tensor) => Array.from(x.data)

describe('parts', () => {
  const x = tensor([0, 1, 2, 3, 4, 5, 6, 7], [2, 4])
  const ints = (...values: number[]) => tensor(values)
  const slice = (starts: number[], ends: number[], axes?: number[], steps?: number[]) =>
    data(
      run('Slice', [
        ...[x, ints(...starts), ints(...ends)],
        ...[axes && ints(...axes), steps && ints(...steps)],
      ]),
    )

  test('Slice counts from the end, stops at the end and goes backwards', () => {
    expect(slice([1, 1], [2, 3])).toEqual([5, 6])
    expect(slice([-2], [2 ** 53], [1])).toEqual([2, 3, 6, 7])
    expect(slice([-1], [-(2 ** 53)], [-1], [-2])).toEqual([3, 1, 7, 5])
    expect(slice([-9], [3], [1], [2])).toEqual([0, 2, 4, 6])
    expect(slice([3], [1], [1])).toEqual([])
    expect(data(run('Slice', [x], { starts: [1], ends: [2], axes: [0] }))).toEqual([4, 5, 6, 7])
    expect(() => slice([0], [1], [2])).toThrow('axis 2')
    expect(() => slice([0], [1], [1], [0])).toThrow('in steps of 0')
  })

  test('Split gives the sizes that it is told, or even ones, the last perhaps smaller', () => {
    const parts = (count: number, operands: readonly (Tensor | undefined)[], attributes = {}) => {
      const outputs = Array.from({ length: count }, (_, i) => `y${i}`)
      const node: SourceNode = {
        ...{ name: '', operator: 'Split', domain: '', inputs: ['i0', 'i1'], outputs },
        attributes: new Map<string, AttributeValue>(Object.entries({ axis: 1, ...attributes })),
      }
      const values = new Map(operands.flatMap((operand, i) => (operand ? [[`i${i}`, operand]] : [])))
      evaluateNode(node, values)
      return outputs.map((name) => data(values.get(name)!))
    }
    expect(parts(2, [x])).toEqual([
      [0, 1, 4, 5],
      [2, 3, 6, 7],
    ])
    expect(parts(3, [x]).map(({ length }) => length)).toEqual([4, 4, 0])
    expect(parts(2, [x, ints(3, 1)])[1]).toEqual([3, 7])
    expect(parts(2, [x], { split: [1, 3] })[0]).toEqual([0, 4])
    expect(() => parts(2, [x, ints(3, 2)])).toThrow('parts of 3, 2')
  })
})

describe('windows', () => {
  const ones = tensor([1, 1, 1], [1, 1, 3])

  test('SAME puts the odd element behind, or in front', () => {
    const x = line([1, 2, 3, 4])
    expect(data(run('Conv', [x, ones], { auto_pad: 'SAME_UPPER', strides: [2] }))).toEqual([6, 7])
    expect(data(run('Conv', [x, ones], { auto_pad: 'SAME_LOWER', strides: [2] }))).toEqual([3, 9])
    expect(data(run('Conv', [x, ones], { auto_pad: 'VALID' }))).toEqual([6, 9])
  })

  test('pads in front and behind, strides and dilations', () => {
    const x = line([1, 2, 3, 4, 5])
    expect(data(run('Conv', [x, ones], { pads: [2, 0] }))).toEqual([1, 3, 6, 9, 12])
    expect(data(run('Conv', [x, ones], { dilations: [2] }))).toEqual([9])
    expect(data(run('Conv', [x, ones], { pads: [1, 1], strides: [3], dilations: [2] }))).toEqual([6])
    expect(() => run('Conv', [line([1, 2]), ones])).toThrow(/window of 3 does not fit in 2/)
  })

  test('groups and bias, in two axes', () => {
    const x = tensor(
      Array.from({ length: 18 }, (_, i) => i),
      [1, 2, 3, 3],
    )
    const weights = tensor([1, 0, 0, 1, 1, 1, 1, 1], [2, 1, 2, 2])
    const y = run('Conv', [x, weights, tensor([10, 20])], { group: 2 })
    expect(y.shape).toEqual([1, 2, 2, 2])
    expect(data(y)).toEqual([14, 16, 20, 22, 20 + 44, 20 + 48, 20 + 56, 20 + 60])
  })

  test('pools: ceil_mode, padding that is no element, and what it counts for', () => {
    const x = line([-1, -2, -3, -4, -5])
    expect(data(run('MaxPool', [x], { kernel_shape: [2], strides: [2] }))).toEqual([-1, -3])
    expect(data(run('MaxPool', [x], { kernel_shape: [2], strides: [2], ceil_mode: 1 }))).toEqual([-1, -3, -5])
    expect(data(run('MaxPool', [x], { kernel_shape: [3], strides: [3], pads: [1, 0] }))).toEqual([-1, -3])
    const mean = { kernel_shape: [2], strides: [2], pads: [1, 0] }
    expect(data(run('AveragePool', [x], mean))).toEqual([-1, -2.5, -4.5])
    expect(data(run('AveragePool', [x], { ...mean, count_include_pad: 1 }))).toEqual([-0.5, -2.5, -4.5])
    expect(data(run('GlobalAveragePool', [x]))).toEqual([-3])
    expect(data(run('GlobalMaxPool', [x]))).toEqual([-1])
  })

  test('Pad of chosen axes', () => {
    const y = run('Pad', [tensor([1, 2], [1, 2]), tensor([1, 2]), scalar(9), tensor([1])])
    expect(data(y)).toEqual([9, 1, 2, 9, 9])
    expect(() => run('Pad', [tensor([1]), tensor([-1, 0])])).toThrow(/it crops/)
  })
})

describe('functions of one element', () => {
  test('comparisons and Where', () => {
    const x = tensor([-1, 0, 2])
    expect(data(run('GreaterOrEqual', [x, scalar(0)]))).toEqual([0, 1, 1])
    expect(data(run('Less', [x, scalar(0)]))).toEqual([1, 0, 0])
    expect(data(run('Where', [tensor([0, 1, 1]), scalar(3), x]))).toEqual([-1, 3, 3])
  })

  test('a slope below 0 bends upwards', () => {
    expect(data(run('PRelu', [tensor([-4, 4]), tensor([0.25, 0.5])]))).toEqual([-1, 4])
    expect(data(run('PRelu', [tensor([-4]), tensor([-0.25])]))).toEqual([1])
  })

  test('QuantizeLinear and back, with a zero point of 8 bits', () => {
    const q = run('QuantizeLinear', [tensor([-9, -0.25, 0.75, 200]), scalar(0.5), scalar(3)])
    expect(data(q)).toEqual([0, 3, 5, 255])
    expect(data(run('DequantizeLinear', [q, scalar(0.5), scalar(3)]))).toEqual([-1.5, 0, 1, 126])
    const signed = run('QuantizeLinear', [tensor([-200, 200]), scalar(1), scalar(0)], { signed: 1 })
    expect(data(signed)).toEqual([-128, 127])
  })

  test('Trunc keeps its scale in version 1 and takes a new one in version 2', () => {
    const x = tensor([0, 5, 7, 15])
    const one = [scalar(1), scalar(0), scalar(4), scalar(2)]
    expect(data(run('Trunc', [x, ...one], {}, 'qonnx.custom_op.general'))).toEqual([0, 1, 1, 3])
    const two = [scalar(1), scalar(0), scalar(4), scalar(4), scalar(2)]
    const attributes = { signed: 0, rounding_mode: 'CEIL' }
    expect(data(run('Trunc', [x, ...two], attributes, 'qonnx.custom_op.general'))).toEqual([0, 8, 8, 12])
  })
})

test('Im2Col and MatMul are a convolution', () => {
  const b = new OnnxBuilder()
  const x = b.bipolar(b.node('Sub', ['x', b.scalar(0.5)]))
  const signs = (count: number) => Array.from({ length: count }, (_, i) => ((i * i) % 3 === 0 ? 1 : -1))
  const windows = b.node(
    'Im2Col',
    [b.node('Transpose', [x], { perm: [0, 2, 3, 1] })],
    { kernel_size: [3, 2], stride: [1, 2], pad_amount: [1, 0, 1, 0], pad_value: 1 },
    'qonnx.custom_op.general',
  )
  const sums = b.node('MatMul', [windows, b.float(signs(12 * 5), [12, 5])])
  const bits = b.bipolar(b.node('Transpose', [sums], { perm: [0, 3, 1, 2] }))
  const y = b.node('MatMul', [b.node('Flatten', [bits], { axis: 1 }), b.float(signs(5 * 4 * 3), [60, 1])])
  const network = importOnnx(b.build(y, { input: [1, 2, 4, 6] }))
  expect(network.layers[0]).toMatchObject({
    kind: 'conv',
    kernel: { width: 2, height: 3 },
    stride: { x: 2, y: 1 },
    pad: { left: 0, right: 0, top: 1, bottom: 1 },
    padCodes: Int32Array.of(1, 1),
  })
  const image = Uint8Array.from({ length: 48 }, (_, i) => (i * 97) & 255)
  expect(compareLayers(network, image)).toMatchObject({ layers: 3, difference: undefined })
})
