import { describe, expect, test } from 'vitest'
import { withInputScaling } from '../src/formats/input-scaling.js'
import {
  compareLayers,
  evaluateNetwork,
  importGraph,
  importOnnx,
  type Layer,
  readOnnx,
  runHead,
} from '../src/index.js'
import { haveShared, sharedFile, sharedJson, sharedMnist, sharedNpz } from './support/shared.js'

/** Images of CIFAR-10 whose class scores are compared, at most the reference's 100. */
const IMAGES = Number(process.env.CONCORD_IMAGES ?? 20)

const RECORD_BYTES = 3073

/** Bits of a layer before pooling, channels last. */
function bits({ quantiser, output }: Layer, sums: Int32Array): number[] {
  const { direction, thresholds } = quantiser!
  const pixels = output.height * output.width
  return Array.from(sums, (_, i) => {
    const c = i % output.channels
    return Number(direction[c] * sums[c * pixels + Math.floor(i / output.channels)] >= thresholds[0][c])
  })
}

describe.skipIf(!haveShared())('shared convolutional models', () => {
  describe('cnv_w1a1_cifar10', () => {
    const file = 'models/cnv_w1a1_cifar10/cnv_w1a1_cifar10.converted.onnx'
    const network = importOnnx(sharedFile(file), { name: file })
    const records = sharedFile('data/cifar10/cifar10-test-0000-0499.bin')
    const image = (i: number) => records.subarray(i * RECORD_BYTES + 1, (i + 1) * RECORD_BYTES)
    const scores = (bytes: Uint8Array) => runHead(network.head, evaluateNetwork(network, bytes).at(-1)!.sums)

    test('is six convolutions and three products, two of them pooled', () => {
      expect(network.layers.map(({ kind }) => kind)).toEqual([
        ...Array(6).fill('conv'),
        ...Array(3).fill('dense'),
      ])
      expect(network.layers.flatMap(({ pool }, i) => (pool ? [i] : []))).toEqual([1, 3])
      expect(network.input).toMatchObject({ scale: 'unit', byteOrder: 'channelsFirst', map: { channels: 3 } })
      expect(network.input.levels).toMatchObject({ first: -128, step: 1, count: 256 })
    })

    test('activations of the first ten images', () => {
      const arrays = sharedNpz('models/reference/cnv_w1a1_cifar10_activations_first10.npz')
      for (let i = 0; i < 10; i++) {
        for (const [l, { sums }] of evaluateNetwork(network, image(i)).slice(0, 8).entries()) {
          const { shape, data } = arrays.get(`act${l}`)!
          const size = data.length / shape[0]
          const expected = Array.from(data.subarray(i * size, (i + 1) * size), (value) => Number(value > 0))
          expect(bits(network.layers[l], sums)).toEqual(expected)
        }
      }
    })

    test('class scores, and those recorded on a Pynq board', () => {
      const reference = sharedJson<{
        score_bipolar_sum: number[][]
        argmax: number[]
        fpga_known_answers: { image: string; fpga_scores: number[] }[]
      }>('models/reference/cnv_w1a1_cifar10.json')
      for (const [i, expected] of reference.score_bipolar_sum.slice(0, IMAGES).entries()) {
        expect(scores(image(i))).toEqual({ values: expected, label: reference.argmax[i] })
      }
      for (const known of reference.fpga_known_answers) {
        const { values } = scores(sharedFile(known.image).subarray(1))
        expect(values.map((sum) => (sum + 512) / 2)).toEqual(known.fpga_scores)
      }
    })

    test('every layer equals the interpreter', () => {
      const { layers, difference } = compareLayers(network, image(0))
      expect(difference).toBeUndefined()
      expect(layers).toBe(10)
    })
  })

  describe('ttsky_mnist_bnn', () => {
    const file = 'models/ttsky_mnist_bnn/ttsky_mnist_bnn.converted.onnx'
    const network = importGraph(withInputScaling(readOnnx(sharedFile(file), { name: file }), 'binary'))
    const images = sharedMnist()

    test('pads with true zeros: with the code of 0, and by skipping taps', () => {
      const [first, second, dense] = network.layers
      expect(first).toMatchObject({ padCodes: Int32Array.of(0), pool: { width: 2 } })
      expect(second).toMatchObject({ padCodes: undefined, pad: { left: 1, bottom: 1 }, pool: { width: 2 } })
      expect(dense).toMatchObject({ kind: 'dense', kernel: { width: 7, height: 7 }, input: { channels: 4 } })
    })

    test('sums, logits and classes of 100 images', () => {
      const reference = sharedJson<{ dense_int: number[][]; logits: number[][]; argmax: number[] }>(
        'models/reference/ttsky_mnist_bnn.json',
      )
      for (const [i, expected] of reference.dense_int.entries()) {
        const { sums } = evaluateNetwork(network, images[i]).at(-1)!
        expect(Array.from(sums)).toEqual(expected)
        const { values, label } = runHead(network.head, sums)
        expect(label).toBe(reference.argmax[i])
        for (const [c, logit] of reference.logits[i].entries()) expect(values[c]).toBeCloseTo(logit, 12)
      }
    })

    test('activations of the first ten images', () => {
      const arrays = sharedNpz('models/reference/ttsky_mnist_bnn_activations_first10.npz')
      for (let i = 0; i < 10; i++) {
        const values = evaluateNetwork(network, images[i])
        for (const l of [0, 1]) {
          const { shape, data } = arrays.get(`act${l + 1}_nhwc`)!
          const size = data.length / shape[0]
          const [channels, pixels] = [shape[3], shape[1] * shape[2]]
          const expected = Array.from(data.subarray(i * size, (i + 1) * size), (value) => Number(value > 0))
          const codes = expected.map(
            (_, at) => values[l].codes![(at % channels) * pixels + Math.floor(at / channels)],
          )
          expect(codes).toEqual(expected)
        }
        expect(compareLayers(network, images[i]).difference).toBeUndefined()
      }
    })
  })
})
