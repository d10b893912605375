import { PRESETS, programPasses } from '@concord/arch'
import { countCycles } from '@concord/sim'
import { describe, expect, test } from 'vitest'
import { gunzip } from '../src/formats/archive/gunzip.js'
import { readTar } from '../src/formats/archive/read-tar.js'
import { bnnPynqGraph } from '../src/formats/bnn-pynq/bnn-pynq-graph.js'
import { withInputScaling } from '../src/formats/input-scaling.js'
import {
  classify,
  evaluateNetwork,
  importGraph,
  importOnnx,
  mapNetwork,
  readOnnx,
  readOutput,
} from '../src/index.js'
import { runImages } from './support/run-program.js'
import { haveShared, sharedFile, sharedJson, sharedMnist } from './support/shared.js'

/** CIFAR-10 images that run; all 500 with CONCORD_IMAGES=500. */
const IMAGES = Number(process.env.CONCORD_IMAGES ?? 24)
const RECORD_BYTES = 3073
/** Time for all images, whose reference is evaluated beside them. */
const ALL_MS = 3_600_000

const cyclesAnInput = (program: ReturnType<typeof mapNetwork>) =>
  programPasses(program).reduce((sum, { stream }) => sum + countCycles(program.config, stream).cycles, 0) /
  program.batch

describe.skipIf(!haveShared())('shared models on the chip', () => {
  describe('cnv_w1a1_cifar10', () => {
    const file = 'models/cnv_w1a1_cifar10/cnv_w1a1_cifar10.converted.onnx'
    const network = importOnnx(sharedFile(file), { name: file })
    const records = sharedFile('data/cifar10/cifar10-test-0000-0499.bin')
    const images = Array.from({ length: IMAGES }, (_, i) =>
      records.subarray(i * RECORD_BYTES + 1, (i + 1) * RECORD_BYTES),
    )

    test(
      'class scores on caravel',
      () => {
        const reference = sharedJson<{ score_bipolar_sum: number[][]; argmax: number[] }>(
          'models/reference/cnv_w1a1_cifar10.json',
        )
        const program = mapNetwork(network, PRESETS.caravel, { batch: Math.min(50, IMAGES) })
        let correct = 0
        runImages(program, images, (execution, i, image) => {
          const expected =
            reference.score_bipolar_sum[image] ??
            Array.from(evaluateNetwork(network, images[image]).at(-1)!.sums)
          expect(Array.from(readOutput(execution, i))).toEqual(expected)
          const { label } = classify(execution, i)
          if (image < reference.argmax.length) expect(label).toBe(reference.argmax[image])
          if (label === records[image * RECORD_BYTES]) correct++
        })
        if (IMAGES === 500) expect(correct).toBe(398)
        expect(cyclesAnInput(program)).toBeLessThan(31_000)
      },
      ALL_MS,
    )

    test('nano is told what is missing', () => {
      expect(() => mapNetwork(network, PRESETS.nano, { batch: 1 })).toThrow(
        /layer Conv_26[\s\S]*one result takes 144 words of an activation bank.*actWords is 128/,
      )
    })
  })

  test('ttsky_mnist_bnn on every preset', () => {
    const file = 'models/ttsky_mnist_bnn/ttsky_mnist_bnn.converted.onnx'
    const network = importGraph(withInputScaling(readOnnx(sharedFile(file), { name: file }), 'binary'))
    const { dense_int } = sharedJson<{ dense_int: number[][] }>('models/reference/ttsky_mnist_bnn.json')
    const images = sharedMnist().slice(0, dense_int.length)
    for (const preset of ['nano', 'edge', 'caravel'] as const) {
      runImages(mapNetwork(network, PRESETS[preset], { batch: 25 }), images, (execution, i, image) => {
        expect(Array.from(readOutput(execution, i))).toEqual(dense_int[image])
      })
    }
  })

  test('lfc_w1a1_mnist on caravel', () => {
    const archive = gunzip(sharedFile('models/lfc_w1a1_mnist/params.tar.gz'), 'lfc')
    const network = importGraph(bnnPynqGraph({ name: 'lfc', entries: readTar(archive, 'lfc') }))
    const { last_layer_popcount, class_host } = sharedJson<{
      last_layer_popcount: number[][]
      class_host: number[]
    }>('models/reference/lfc_w1a1_mnist.json')
    const images = sharedMnist().slice(0, class_host.length)
    const program = mapNetwork(network, PRESETS.caravel, { batch: 100 })
    runImages(program, images, (execution, i, image) => {
      const sums = Array.from(readOutput(execution, i))
      expect(sums.slice(0, 10).map((sum) => (sum + 1024) / 2)).toEqual(
        last_layer_popcount[image].slice(0, 10),
      )
      expect(classify(execution, i).label).toBe(class_host[image])
    })
    expect(cyclesAnInput(program)).toBeLessThan(2000)
  })
})
