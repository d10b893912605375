import { gzipSync } from 'node:zlib'
import { ConcordError } from '@concord/arch'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readData } from '../../src/data/read-data.js'
import { readZip } from '../../src/formats/archive/read-zip.js'
import { importBytes } from '../../src/formats/read-network.js'
import { bnnPynqFiles } from '../support/bnn-pynq-builder.js'
import { buildGateMatrixNetwork } from '../support/gate-matrix-network.js'
import { functionalConfig, h5Model, kerasArchive, type TestLayer } from '../support/keras-builder.js'
import { damage, damages } from '../support/mutate.js'
import { OnnxBuilder } from '../support/onnx-builder.js'
import { buildOperatorNetwork } from '../support/recurrent-operator.js'
import { tarFile } from '../support/tar.js'
import { TfliteBuilder } from '../support/tflite-builder.js'
import { zipFile } from '../support/zip.js'

/** Files of each kind that are tried. */
const FILES = 250

/** Whether bytes are read, or refused by an error of ours; anything else is thrown on. */
async function outcome(read: () => unknown): Promise<'read' | 'refused'> {
  try {
    await read()
    return 'read'
  } catch (error) {
    if (error instanceof ConcordError) return 'refused'
    throw error
  }
}

/** Damages a file in many ways; some must be refused, or the damage is no damage. */
async function check(file: Uint8Array, read: (bytes: Uint8Array) => unknown): Promise<void> {
  expect(await outcome(() => read(file))).toBe('read')
  let refused = 0
  await fc.assert(
    fc.asyncProperty(damages, async (list) => {
      if ((await outcome(() => read(damage(file, list)))) === 'refused') refused++
    }),
    { numRuns: FILES },
  )
  expect(refused).toBeGreaterThan(FILES / 20)
}

const read = (bytes: Uint8Array) => importBytes(bytes, 'damaged')

describe('damaged networks are refused by a clear error', () => {
  test('ONNX', async () => {
    const b = new OnnxBuilder()
    const hidden = b.bipolar(
      b.node('MatMul', [b.bipolarInput(), b.bipolar(b.float([1, -1, 1, 1, -1, 1, -1, -1], [4, 2]))]),
    )
    const scores = b.node('MatMul', [hidden, b.float([1, -1, -1, 1], [2, 2])])
    await check(b.build(scores, { input: [1, 4] }), read)
  })

  test('ONNX with convolutions', async () => {
    const b = new OnnxBuilder()
    const weights = b.float(
      Array.from({ length: 18 }, (_, i) => (i % 3 === 0 ? -1 : 1)),
      [2, 1, 3, 3],
    )
    const image = b.bipolar(b.node('Sub', ['x', b.scalar(0.5)]))
    const conv = b.node('Conv', [image, weights], { pads: [1, 1, 1, 1], kernel_shape: [3, 3] })
    const pooled = b.node('MaxPool', [b.bipolar(conv)], { kernel_shape: [2, 2], strides: [2, 2] })
    const flat = b.node('Flatten', [pooled])
    const matrix = b.float(
      Array.from({ length: 16 }, (_, i) => (i % 5 === 0 ? -1 : 1)),
      [8, 2],
    )
    await check(b.build(b.node('MatMul', [flat, matrix]), { input: [1, 1, 4, 4] }), read)
  })

  test('ONNX with an LSTM, and with one matrix for all gates', async () => {
    const cell = { cell: 'LSTM', storage: 'stored', bias: true, linearBeforeReset: false } as const
    const sizes = { steps: 2, inputs: 2, hidden: 2, seed: 1 }
    await check(buildOperatorNetwork({ ...cell, ...sizes, result: 'last' }), read)
    await check(buildGateMatrixNetwork({ ...sizes, gates: 'Split' }), read)
  })

  test('Keras HDF5', async () => {
    await check(await h5Model(KERAS, functionalConfig(KERAS, 2)), read)
  })

  test('Keras archive: the archive, its configuration and its weights', async () => {
    const groups = {
      QuantConv2D: 'quant_conv2d',
      BatchNormalization: 'batch_normalization',
      QuantDense: 'quant_dense',
    }
    const file = await kerasArchive(KERAS, functionalConfig(KERAS, 3), groups)
    await check(file, read)
    const parts = readZip(file, 'whole')
    for (const path of ['config.json', 'model.weights.h5']) {
      await check(parts.get(path)!, (bytes) => read(zipFile({ ...Object.fromEntries(parts), [path]: bytes })))
    }
  })

  test('TensorFlow Lite', async () => {
    await check(tfliteFile(), read)
  })

  test('BNN-PYNQ parameters: gzip, tar, and their files', async () => {
    const files = bnnPynqFiles(1)
    await check(gzipSync(tarFile(files)), read)
    await check(tarFile(files), (bytes) => read(gzipSync(bytes)))
    await check(files['config.h'], (bytes) => read(tarFile({ ...files, 'config.h': bytes })))
  })
})

describe('files that ask for too much are refused', () => {
  test('sizes far beyond the file', async () => {
    const refused = (bytes: Uint8Array) => expect(read(bytes)).rejects.toThrow(ConcordError)
    const padded = (pads: readonly number[]) => {
      const b = new OnnxBuilder()
      const sizes = b.constant(7, [pads.length], { int64Data: pads })
      return b.build(b.node('Pad', ['x', sizes]), { input: [1, 1, 4, 4] })
    }
    await refused(padded([0, 0, 0, 0, 0, 0, 2 ** 30, 2 ** 30]))
    await refused(padded([0, 0, 2 ** 40, 0, 0, 0, 0, 0]))
    await refused(new OnnxBuilder().build('x', { input: [1, 2 ** 31, 2 ** 31] }))
    const b = new OnnxBuilder()
    const [left, right] = [
      [2 ** 20, 1],
      [1, 2 ** 20],
    ].map((shape) => b.float(new Array(2 ** 20).fill(1), shape))
    await refused(b.build(b.node('MatMul', ['x', b.node('MatMul', [left, right])]), { input: [1, 4] }))
    for (const size of [2 ** 30, 4096]) {
      const layers = [
        { className: 'InputLayer', config: { name: 'i', batch_shape: [null, size, size, 1] }, inputs: [] },
        { className: 'ZeroPadding2D', config: { name: 'p', padding: 4000 }, inputs: ['i'] },
      ]
      await refused(await h5Model(layers, functionalConfig(layers, 2)))
    }
  })

  test('nesting and chains without end', async () => {
    const nested = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
    const config = `{"class_name":"Functional","config":{"layers":[{"class_name":"InputLayer","name":"i","inbound_nodes":${nested},"config":{}}]}}`
    await expect(h5Model([], config).then(read)).rejects.toThrow(ConcordError)
    const cycle: readonly TestLayer[] = [
      { className: 'InputLayer', config: { name: 'i', batch_shape: [null, 2] }, inputs: [] },
      { className: 'Add', config: { name: 'a' }, inputs: ['i', 'a'] },
    ]
    await expect(h5Model(cycle, functionalConfig(cycle, 2)).then(read)).rejects.toThrow(
      /needs its own result/,
    )
    for (const [length, expected] of [
      [400, 'read'],
      [20_000, 'refused'],
    ] as const) {
      const b = new OnnxBuilder()
      let x = b.bipolarInput()
      for (let i = 0; i < length; i++) x = b.node('Identity', [x])
      const file = b.build(b.node('MatMul', [x, b.float([1, -1, 1, 1], [4, 1])]))
      expect(await outcome(() => read(file))).toBe(expected)
    }
  })
})

describe('damaged data are refused by a clear error', () => {
  const header = "{'descr': '<u2', 'fortran_order': False, 'shape': (4, 3), }\n"
  const npy = Uint8Array.of(
    0x93,
    ...Buffer.from('NUMPY'),
    1,
    0,
    header.length,
    0,
    ...Buffer.from(header),
    ...new Uint8Array(24),
  )
  const idx = Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 4, 0, 0, 0, 3, ...new Uint8Array(12))

  test.each([
    ['IDX', idx],
    ['IDX under gzip', Uint8Array.from(gzipSync(idx))],
    ['NPY', npy],
    ['NPZ', zipFile({ 'x.npy': npy, 'z.npy': idx })],
    ['CIFAR-10', new Uint8Array(2 * 3073)],
  ])('%s', async (_name, file) => {
    await check(file, (bytes) => readData(bytes, 'damaged'))
  })
})

/** A small Larq model that can be mapped. */
const KERAS: readonly TestLayer[] = [
  { className: 'InputLayer', config: { name: 'image', batch_shape: [null, 5, 5, 1] }, inputs: [] },
  {
    className: 'QuantConv2D',
    config: {
      ...{
        name: 'conv',
        filters: 2,
        kernel_size: [3, 3],
        strides: [1, 1],
        dilation_rate: [1, 1],
        padding: 'same',
      },
      ...{ use_bias: false, kernel_quantizer: 'ste_sign', input_quantizer: null, pad_values: 0 },
    },
    inputs: ['image'],
    arrays: { kernel: { shape: [3, 3, 1, 2], data: Array.from({ length: 18 }, (_, i) => (i % 4) - 1.5) } },
  },
  {
    className: 'BatchNormalization',
    config: { name: 'norm', axis: [3], epsilon: 0.001, scale: false },
    inputs: ['conv'],
    arrays: {
      beta: { shape: [2], data: [0.1, -0.2] },
      moving_mean: { shape: [2], data: [0.5, -0.3] },
      moving_variance: { shape: [2], data: [1, 2] },
    },
  },
  { className: 'Flatten', config: { name: 'flat' }, inputs: ['norm'] },
  {
    className: 'QuantDense',
    config: {
      name: 'dense',
      units: 2,
      use_bias: false,
      kernel_quantizer: 'ste_sign',
      input_quantizer: 'ste_sign',
    },
    inputs: ['flat'],
    arrays: { kernel: { shape: [50, 2], data: Array.from({ length: 100 }, (_, i) => (i % 7) - 3.5) } },
  },
]

/** A small model of Larq Compute Engine that can be mapped. */
function tfliteFile(): Uint8Array {
  const b = new TfliteBuilder()
  const input = b.tensor('image', [1, 4, 4, 1])
  const bits = b.custom(
    'LceQuantize',
    [b.operator('SUB', [input, b.constant('half', [], [0.5])], b.tensor('shifted', [1, 4, 4, 1]))],
    b.tensor('bits', [1, 4, 4, 1], { type: 'int32' }),
  )
  const convolution = (name: string, from: number, channels: number, outputs: number, bitpacked: boolean) => {
    const filter = b.constant(
      `${name}/filter`,
      [outputs, 3, 3, 1],
      Array.from({ length: 9 * outputs }, (_, i) => i * 3 + 1),
      'int32',
    )
    const multiplier = b.constant(`${name}/mul`, [outputs], new Array<number>(outputs).fill(0.5))
    const bias = b.constant(`${name}/bias`, [outputs], new Array<number>(outputs).fill(1))
    const threshold = b.constant(`${name}/tau`, [outputs], new Array<number>(outputs).fill(4), 'int32')
    const shape = [1, 4, 4, bitpacked ? 1 : outputs]
    const result = b.tensor(name, shape, { type: bitpacked ? 'int32' : 'float32' })
    return b.custom('LceBconv2d', [from, filter, multiplier, bias, threshold], result, {
      ...{
        channels_in: channels,
        dilation_height_factor: 1,
        dilation_width_factor: 1,
        fused_activation_function: 0,
      },
      ...{ pad_values: 1, padding: 0, stride_height: 1, stride_width: 1 },
    })
  }
  const inner = convolution('inner', convolution('outer', bits, 1, 4, true), 4, 3, false)
  const mean = b.operator('MEAN', [inner, b.constant('axes', [2], [1, 2], 'int32')], b.tensor('mean', [1, 3]))
  return b.build(input, mean)
}
