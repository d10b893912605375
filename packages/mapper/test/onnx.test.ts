import { describe, expect, test } from 'vitest'
import { OnnxFormatError, readOnnx } from '../src/index.js'
import { OnnxBuilder } from './support/onnx-builder.js'

const bytesOf = (values: ArrayBufferView) => new Uint8Array(values.buffer)

/** A network of one product, with a weight matrix in the given storage. */
function withMatrix(dataType: number, storage: Record<string, unknown>): Uint8Array {
  const b = new OnnxBuilder()
  const matrix = b.constant(dataType, [4, 2], storage)
  return b.build(b.node('MatMul', [b.bipolar('x'), matrix]))
}

const values = [1, -1, -1, 1, 1, 1, -1, -1]
const typed: [string, number, Record<string, unknown>][] = [
  ['float, raw', 1, { rawData: bytesOf(Float32Array.from(values)) }],
  ['float, typed', 1, { floatData: values }],
  ['int8, raw', 3, { rawData: bytesOf(Int8Array.from(values)) }],
  ['int8, typed', 3, { int32Data: values }],
  ['int16, raw', 5, { rawData: bytesOf(Int16Array.from(values)) }],
  ['int32, typed', 6, { int32Data: values }],
  ['int64, raw', 7, { rawData: bytesOf(BigInt64Array.from(values, BigInt)) }],
  ['int64, typed', 7, { int64Data: values }],
  ['int4, raw', 22, { rawData: Uint8Array.of(0xf1, 0x1f, 0x11, 0xff) }],
  ['int4, typed', 22, { int32Data: [0xf1, 0x1f, 0x11, 0xff] }],
  ['double, raw', 11, { rawData: bytesOf(Float64Array.from(values)) }],
  ['double, typed', 11, { doubleData: values }],
]

describe('initialisers', () => {
  test.each(typed)('%s', (_, dataType, storage) => {
    const graph = readOnnx(withMatrix(dataType, storage))
    const matrix = [...graph.constants.values()].find(({ shape }) => shape.length === 2)
    expect(matrix).toEqual({ shape: [4, 2], data: Float64Array.from(values) })
  })

  test('uint8 has no sign', () => {
    const graph = readOnnx(withMatrix(2, { rawData: Uint8Array.of(255, 0, 1, 2, 3, 4, 5, 6) }))
    expect([...graph.constants.values()].some(({ data }) => data[0] === 255)).toBe(true)
  })

  test('4 bits: the first of a pair in the low half, the last half may be left over', () => {
    const b = new OnnxBuilder()
    const weights = (type: number) => b.constant(type, [3, 1], { rawData: Uint8Array.of(0x87, 0x0f) })
    const sum = b.node('Add', [b.node('MatMul', [b.bipolar('x'), weights(22)]), weights(21)])
    const values = [...readOnnx(b.build(sum, { input: [0, 3] })).constants.values()].map(({ data }) => [
      ...data,
    ])
    expect(values).toContainEqual([7, -8, -1])
    expect(values).toContainEqual([7, 8, 15])
  })

  test('of 4 bits and the wrong length', () => {
    const short = withMatrix(22, { rawData: Uint8Array.of(1, 2, 3) })
    expect(() => readOnnx(short)).toThrow(/holds 3 pairs of 4-bit values, its shape needs 4/)
  })

  test('listed as graph inputs as well', () => {
    const b = new OnnxBuilder()
    const x = b.node('MatMul', [b.bipolar('x'), b.float(values, [4, 2])])
    expect(readOnnx(b.build(x, { constantsAsInputs: true })).input.name).toBe('x')
  })

  test('of the wrong length', () => {
    const short = withMatrix(1, { floatData: [1, 2, 3] })
    expect(() => readOnnx(short)).toThrow(/holds 3 values of type float, its shape needs 8/)
  })

  test('in another file', () => {
    expect(() => readOnnx(withMatrix(1, { dataLocation: 1 }))).toThrow(/another file/)
  })
})

describe('damaged files', () => {
  const whole = withMatrix(...(typed[0].slice(1) as [number, Record<string, unknown>]))

  test('cut anywhere is an error that says so', () => {
    for (let length = 0; length < whole.length; length++) {
      expect(() => readOnnx(whole.subarray(0, length), { name: 'cut.onnx' })).toThrow(OnnxFormatError)
    }
    expect(() => readOnnx(whole.subarray(0, whole.length >> 1), { name: 'cut.onnx' })).toThrow(
      /Cannot read the ONNX model\n {2}where: cut.onnx\n {2}why: {3}the file is truncated/,
    )
  })

  test('no ONNX at all', () => {
    expect(() => readOnnx(new TextEncoder().encode('not a model'))).toThrow(OnnxFormatError)
  })
})

describe('the data input', () => {
  const net = (options: Parameters<OnnxBuilder['build']>[1]) => {
    const b = new OnnxBuilder()
    return b.build(b.node('MatMul', [b.bipolar('x'), b.float(values, [4, 2])]), options)
  }

  test('an open batch is 1', () => {
    expect(readOnnx(net({ input: [0, 4] })).input.shape).toEqual([1, 4])
  })

  test('a fixed batch is refused', () => {
    expect(() => readOnnx(net({ input: [8, 4] }))).toThrow(/fixed batch of 8/)
  })

  test('an open size is refused', () => {
    expect(() => readOnnx(net({ input: [1, 0] }))).toThrow(/open size/)
  })

  test('nodes may come in any order', () => {
    const graph = readOnnx(net({}))
    expect(graph.nodes.map(({ operator }) => operator)).toEqual(['BipolarQuant', 'MatMul'])
  })
})
