import { describe, expect, test } from 'vitest'
import { gunzip } from '../../src/formats/archive/gunzip.js'
import { readTar } from '../../src/formats/archive/read-tar.js'
import { bnnPynqGraph } from '../../src/formats/bnn-pynq/bnn-pynq-graph.js'
import { interpret, readData, type SourceGraph } from '../../src/index.js'
import { haveShared, sharedFile, sharedJson } from '../support/shared.js'

const shared = haveShared()

function load(name: string): SourceGraph {
  const archive = gunzip(sharedFile(`models/${name}/params.tar.gz`), name)
  return bnnPynqGraph({ name, entries: readTar(archive, name) })
}

describe.skipIf(!shared)('published parameters', () => {
  test('LFC: sums, output bits and classes of 100 images', () => {
    const graph = load('lfc_w1a1_mnist')
    expect(graph.input.shape).toEqual([1, 784])
    const reference = sharedJson<{
      last_layer_popcount: number[][]
      output_bits: number[][]
      class_host: number[]
    }>('models/reference/lfc_w1a1_mnist.json')
    const images = readData(sharedFile('data/mnist/t10k-first2000-images-idx3-ubyte.gz'), 'mnist').data
    for (const [i, label] of reference.class_host.entries()) {
      const values = interpret(graph, images.subarray(i * 784, (i + 1) * 784))
      const sums = Array.from(values.get('layer3')!.data)
      expect(sums.map((sum) => (sum + 1024) / 2)).toEqual(reference.last_layer_popcount[i])
      expect(Array.from(values.get('output/bits')!.data)).toEqual(reference.output_bits[i])
      const scores = values.get('output')!.data
      expect(scores.indexOf(Math.max(...scores))).toBe(label)
    }
  })
})
