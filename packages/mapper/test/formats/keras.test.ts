import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readData } from '../../src/data/read-data.js'
import { withInputScaling } from '../../src/formats/input-scaling.js'
import { kerasFileGraph } from '../../src/formats/keras/keras-graph.js'
import { readGraph } from '../../src/formats/read-graph.js'
import { interpret } from '../../src/graph/interpret.js'
import { channelsLast } from '../support/channels-last.js'
import {
  functionalConfig,
  h5Model,
  kerasArchive,
  sequentialConfig,
  type TestLayer,
} from '../support/keras-builder.js'
import { randomKeras } from '../support/random-keras.js'
import { haveShared, sharedFile, sharedJson, sharedNpz } from '../support/shared.js'

const shared = haveShared()

describe.skipIf(!shared)('a Larq model', () => {
  test('ttsky: activations of 10 and scores of 100 images', async () => {
    const file = 'models/ttsky_mnist_bnn/mnist_bnn_unconverted.h5'
    const { graph, saysScaling } = await kerasFileGraph(sharedFile(file), 'ttsky')
    expect(saysScaling).toBe(false)
    const reference = sharedJson<{ dense_int: number[][]; logits: number[][]; argmax: number[] }>(
      'models/reference/ttsky_mnist_bnn.json',
    )
    const acts = sharedNpz('models/reference/ttsky_mnist_bnn_activations_first10.npz')
    const images = readData(sharedFile('data/mnist/t10k-first2000-images-idx3-ubyte.gz'), 'mnist').data
    const binary = withInputScaling(graph, 'binary')
    for (const [i, label] of reference.argmax.entries()) {
      const values = interpret(binary, images.subarray(i * 784, (i + 1) * 784))
      expect(Array.from(values.get('quant_dense')!.data)).toEqual(reference.dense_int[i])
      const logits = values.get('batch_normalization_2')!.data
      for (const [c, logit] of reference.logits[i].entries()) expect(logits[c]).toBeCloseTo(logit, 9)
      expect(logits.indexOf(Math.max(...logits))).toBe(label)
      if (i < 10)
        expect(channelsLast(values.get('quant_conv2d_1/input')!)).toEqual(line(acts, 'act1_nhwc', i))
      if (i < 10)
        expect(Array.from(values.get('quant_dense/input')!.data)).toEqual(line(acts, 'act2_nhwc', i))
    }
  })
})

function line(arrays: ReturnType<typeof sharedNpz>, name: string, i: number): number[] {
  const { shape, data } = arrays.get(name)!
  const size = data.length / shape[0]
  return Array.from(data.subarray(i * size, (i + 1) * size))
}

/** Names of the groups in a `.keras` archive, as Keras 3.9 and tf.keras 2.15 write them. */
const GROUPS = {
  InputLayer: 'input_layer',
  QuantConv2D: 'quant_conv2d',
  QuantDepthwiseConv2D: 'quant_depthwise_conv2d',
  QuantDense: 'quant_dense',
  BatchNormalization: 'batch_normalization',
  PReLU: 'p_re_lu',
}

const model = fc.tuple(fc.integer(), fc.integer({ min: 1, max: 6 }))

describe('random models', () => {
  test('every layer of a .h5 and a .keras file is what Keras documents', async () => {
    await fc.assert(
      fc.asyncProperty(model, fc.constantFrom(2, 3), async ([seed, depth], version) => {
        const { layers, input, values } = randomKeras(seed, depth)
        const config = functionalConfig(layers, version as 2 | 3)
        const bytes =
          version === 2 ? await h5Model(layers, config) : await kerasArchive(layers, config, GROUPS)
        const { graph } = await readGraph(
          { name: 'test', entries: new Map([['test', bytes]]) },
          { inputScaling: 'raw' },
        )
        const results = interpret(graph, input.data)
        for (const { config: layer } of layers.slice(1)) {
          const expected = values.get(layer.name as string)!
          const name = ['activation', 'bias', 'channelsFirst', ''].map((part) =>
            part ? `${layer.name}/${part}` : `${layer.name}`,
          )
          const got = name.map((key) => results.get(key)).find((value) => value !== undefined)
          // A layer that changes nothing makes no node
          if (got === undefined) continue
          const elements = got.shape.length === 4 ? channelsLast(got) : Array.from(got.data)
          expect(elements.length).toBe(expected.data.length)
          for (const [i, value] of expected.data.entries()) expect(elements[i]).toBeCloseTo(value, 8)
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('models of layers in a row', () => {
  const array = (shape: readonly number[], data: readonly number[]) => ({ shape, data })
  const read = async (layers: readonly TestLayer[]) => {
    const bytes = await h5Model(layers, sequentialConfig(layers))
    return readGraph({ name: 'test', entries: new Map([['test', bytes]]) })
  }
  const dense = (config: object, kernel: readonly number[], name = 'dense'): TestLayer => ({
    className: 'QuantDense',
    config: { name, batch_input_shape: [null, 2], units: kernel.length / 2, use_bias: false, ...config },
    inputs: [],
    arrays: { kernel: array([2, kernel.length / 2], kernel) },
  })
  const run = async (layers: readonly TestLayer[], bytes: readonly number[]) => {
    const { graph } = await read(layers)
    return Array.from(interpret(graph, bytes).get(graph.outputs[0])!.data)
  }

  test('the input is byte / 255 unless the model scales it itself', async () => {
    expect(await run([dense({}, [1, 0, 0, 1])], [255, 51])).toEqual([1, 0.2])
    const scaling = {
      className: 'Rescaling',
      config: { name: 's', batch_input_shape: [null, 2], scale: 2, offset: -1 },
      inputs: [],
    }
    const scaled = await read([scaling, dense({}, [1, 0, 0, 1])])
    expect(scaled.inputScaling).toBeUndefined()
    expect(await run([scaling, dense({}, [1, 0, 0, 1])], [3, 4])).toEqual([5, 7])
  })

  const named = (class_name: string, config: object = {}) => ({ class_name, config })

  test.each([
    ['ste_sign', [-1, -1], [1, 1]],
    ['swish_sign', [-1, -1], [1, 1]],
    [named('ApproxSign'), [-1, -1], [1, 1]],
    ['magnitude_aware_sign', [-1.25, -1.25], [1.25, 1.25]],
    ['ste_heaviside', [0, 0], [1, 1]],
    [named('SteTern', { threshold_value: 0.75 }), [-1, 0], [0, 1]],
    [named('SteTern', { threshold_value: 0.5, clip_value: 1 }), [-1, -1], [1, 1]],
    [named('SteTern', { ternary_weight_networks: true, clip_value: 1 }), [-1, 0], [0, 1]],
    [named('DoReFa', { k_bit: 1, mode: 'weights' }), [-1, -1], [1, 1]],
    [named('DoReFaQuantizer', { k_bit: 2, mode: 'weights' }), [-1, -1 / 3], [1 / 3, 1]],
    ['dorefa_quantizer', [0, 0], [2 / 3, 1]],
    [named('Custom>NoOp'), [-2, -0.5], [0.5, 2]],
  ])('kernel quantiser %j', async (kernel_quantizer, first, second) => {
    const layers = [dense({ kernel_quantizer }, [-2, -0.5, 0.5, 2])]
    expect((await run(layers, [255, 0])).map((x) => x + 0)).toEqual(first)
    expect((await run(layers, [0, 255])).map((x) => x + 0)).toEqual(second)
  })

  test.each([
    ['ste_sign', [99, 100], [-1, 1]],
    ['ste_heaviside', [100, 101], [0, 1]],
    [named('SteTern', { threshold_value: 0.5 }), [50, 51], [-1, 0]],
    [named('SteTern', { threshold_value: 0.5 }), [149, 150], [0, 1]],
    [named('DoReFa', { k_bit: 2 }), [150, 210], [2 / 3, 1]],
    [named('DoReFa', { k_bit: 3 }), [0, 150], [0, 4 / 7]],
  ])('input quantiser %j of bytes %j', async (input_quantizer, bytes, expected) => {
    const config = { name: 's', batch_input_shape: [null, 2], scale: 0.01, offset: -1 }
    const scaling = { className: 'Rescaling', config, inputs: [] }
    expect((await run([scaling, dense({ input_quantizer }, [1, 0, 0, 1])], bytes)).map((x) => x + 0)).toEqual(
      expected,
    )
  })

  test('what cannot be read is named, with its layer', async () => {
    const refused = (config: object, why: RegExp) =>
      expect(read([dense(config, [1, 0, 0, 1])])).rejects.toThrow(why)
    await refused(
      { kernel_quantizer: 'my_own' },
      /QuantDense "dense": its kernel_quantizer "my_own" is not one of Larq's/,
    )
    await refused({ input_quantizer: 'magnitude_aware_sign' }, /QuantDense "dense"[\s\S]*scales by the data/)
    await refused({ activation: 'mish' }, /its activation "mish" is not known/)
    await refused({ use_bias: true }, /the file has no array "bias" for it/)
    const lambda = { className: 'Lambda', config: { name: 'mine', batch_input_shape: [null, 2] }, inputs: [] }
    await expect(read([lambda])).rejects.toThrow(/Lambda "mine"[\s\S]*unknown layer class/)
  })
})
