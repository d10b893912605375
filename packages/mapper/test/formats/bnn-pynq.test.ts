import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readData } from '../../src/data/read-data.js'
import { gunzip } from '../../src/formats/archive/gunzip.js'
import { readTar } from '../../src/formats/archive/read-tar.js'
import { bnnPynqGraph } from '../../src/formats/bnn-pynq/bnn-pynq-graph.js'
import { interpret } from '../../src/graph/interpret.js'
import type { SourceGraph } from '../../src/graph/source-graph.js'
import { bnnPynqNetwork } from '../support/bnn-pynq-builder.js'
import { bnnPynqScores } from '../support/bnn-pynq-reference.js'
import { channelsLast } from '../support/channels-last.js'
import { draws } from '../support/random-keras.js'
import { haveShared, sharedFile, sharedJson, sharedNpz } from '../support/shared.js'

const shared = haveShared()

const IMAGES = 10

function load(name: string): SourceGraph {
  const archive = gunzip(sharedFile(`models/${name}/params.tar.gz`), name)
  return bnnPynqGraph({ name, entries: readTar(archive, name) })
}

describe.skipIf(!shared)('published parameters', () => {
  test('LFC: sums, output bits and classes of 50 images', () => {
    const graph = load('lfc_w1a1_mnist')
    expect(graph.input.shape).toEqual([1, 784])
    const reference = sharedJson<{
      last_layer_popcount: number[][]
      output_bits: number[][]
      class_host: number[]
    }>('models/reference/lfc_w1a1_mnist.json')
    const images = readData(sharedFile('data/mnist/t10k-first2000-images-idx3-ubyte.gz'), 'mnist').data
    for (const [i, label] of reference.class_host.slice(0, 50).entries()) {
      const values = interpret(graph, images.subarray(i * 784, (i + 1) * 784))
      const sums = Array.from(values.get('layer3')!.data)
      expect(sums.map((sum) => (sum + 1024) / 2)).toEqual(reference.last_layer_popcount[i])
      expect(Array.from(values.get('output/bits')!.data)).toEqual(reference.output_bits[i])
      const scores = values.get('output')!.data
      expect(scores.indexOf(Math.max(...scores))).toBe(label)
    }
  })

  test('CNV: every activation of 10 images, scores of 100 and of the board', () => {
    const graph = load('cnv_w1a1_cifar10')
    const reference = sharedJson<{
      score_popcount_matches: number[][]
      fpga_known_answers: { image: string; fpga_scores: number[] }[]
    }>('models/reference/cnv_w1a1_cifar10.json')
    const acts = sharedNpz('models/reference/cnv_w1a1_cifar10_activations_first10.npz')
    const records = sharedFile('data/cifar10/cifar10-test-0000-0499.bin')
    const run = (record: Uint8Array) => interpret(graph, record.subarray(1))
    for (const { image, fpga_scores } of reference.fpga_known_answers) {
      expect(Array.from(run(sharedFile(image)).get('scores')!.data)).toEqual(fpga_scores)
    }
    for (const [i, scores] of reference.score_popcount_matches.slice(0, IMAGES).entries()) {
      const values = run(records.subarray(i * 3073, (i + 1) * 3073))
      expect(Array.from(values.get('scores')!.data)).toEqual(scores)
      for (let l = 0; i < 10 && l < 8; l++) {
        const { shape, data } = acts.get(`act${l}`)!
        const size = data.length / shape[0]
        const bits = channelsLast(values.get(`layer${l}/act`)!).map((value) => (value + 1) / 2)
        expect(bits).toEqual(Array.from(data.subarray(i * size, (i + 1) * size)))
      }
    }
  })
})

describe('parameters of random networks', () => {
  const networks = fc.record({
    seed: fc.integer(),
    weightBits: fc.constantFrom(1 as const, 2 as const),
    steps: fc.constantFrom(1 as const, 2 as const),
  })

  test('scores are those of the overlay', () => {
    fc.assert(
      fc.property(networks, ({ seed, weightBits, steps }) => {
        const network = bnnPynqNetwork(seed, weightBits, steps)
        const graph = bnnPynqGraph({ name: 'test', entries: new Map(Object.entries(network.files)) })
        const draw = draws(seed + 1)
        const pixels = Uint8Array.from({ length: 192 }, () => draw(256))
        const scores = Array.from(interpret(graph, pixels).get(graph.outputs[0])!.data)
        expect(scores).toEqual(bnnPynqScores(network, pixels, weightBits === 1 && steps === 1))
      }),
    )
  })

  test('what does not fit is refused', () => {
    const { files } = bnnPynqNetwork(1)
    const refused = (changed: Record<string, Uint8Array | undefined>, why: RegExp) => {
      const entries = Object.entries({ ...files, ...changed }).flatMap(([name, bytes]) =>
        bytes ? [[name, bytes] as const] : [],
      )
      expect(() => bnnPynqGraph({ name: 'test', entries: new Map(entries) })).toThrow(why)
    }
    const header = new TextDecoder().decode(files['config.h'])
    const config = (from: string, to: string) => ({
      'config.h': new TextEncoder().encode(header.replace(from, to)),
    })
    refused({ 'config.h': undefined }, /there is no config.h/)
    refused({ '1-2-weights.bin': undefined }, /1-2-weights.bin[\s\S]*missing/)
    refused({ '0-1-thres.bin': new Uint8Array(8) }, /0-1-thres.bin/)
    refused(config('L1_IFM_CH 4', 'L1_IFM_CH 2'), /1-0-weights.bin|do not fit/)
    refused(config('L1_OFM_DIM 2', 'L1_OFM_DIM 3'), /without padding/)
    refused(config('#define L2_MW 32\n', ''), /L2_MW is not defined/)
    refused(
      { '3-0-weights.bin': new Uint8Array(files['3-0-weights.bin'].length).fill(255) },
      /more than 4 bits/,
    )
  })
})
