import { PRESETS, type PresetName } from '@concord/arch'
import { describe, expect, test } from 'vitest'
import {
  classify,
  evaluateNetwork,
  importOnnx,
  mapNetwork,
  type Network,
  readData,
  readOutput,
  runHead,
  toImages,
} from '../src/index.js'
import { codeValues, interpretBytes } from './support/reference.js'
import { runImages } from './support/run-program.js'
import { haveShared, mnistTest, sharedFile, sharedJson, sharedNpz } from './support/shared.js'

const MODELS = {
  tfc_1w1a: { file: 'TFC_1W1A.onnx', correct: 9296 },
  tfc_1w2a: { file: 'TFC_1W2A.onnx', correct: 9474 },
  tfc_2w2a: { file: 'TFC_2W2A.onnx', correct: 9660 },
  finn_tfc_w1a1: { file: 'model.onnx', correct: 9296 },
} as const
type ModelName = keyof typeof MODELS
const NAMES = Object.keys(MODELS) as ModelName[]

const load = (name: ModelName): Network => {
  const path = `models/${name}/${MODELS[name].file}`
  return importOnnx(sharedFile(path), { name: path })
}

const shared = haveShared()

describe.skipIf(!shared)('shared models', () => {
  const firstImages = (network: Network): Uint8Array[] =>
    toImages(
      readData(sharedFile('data/mnist/t10k-first2000-images-idx3-ubyte.gz'), 'mnist'),
      network,
      'mnist',
    )

  test.each(['tfc_1w1a', 'tfc_1w2a', 'tfc_2w2a'] as const)('%s: sums and logits of 100 images', (name) => {
    const network = load(name)
    const reference = sharedJson<{ last_matmul_int: number[][]; logits: number[][]; argmax: number[] }>(
      `models/reference/${name}.json`,
    )
    const images = firstImages(network)
    for (const [i, expected] of reference.last_matmul_int.entries()) {
      const { sums } = evaluateNetwork(network, images[i]).at(-1)!
      expect(Array.from(sums)).toEqual(expected)
      const scores = runHead(network.head, sums)
      expect(scores.label).toBe(reference.argmax[i])
      const interpreted = interpretBytes(network, images[i]).get(network.source.outputs[0])!
      expect(scores.values).toEqual(Array.from(interpreted))
      // the reference's square root of one variance is one unit in the last place off
      for (const [c, logit] of reference.logits[i].entries()) {
        expect(Math.abs(scores.values[c] - logit)).toBeLessThan(1e-14)
      }
    }
  })

  test.each(['tfc_1w1a', 'tfc_1w2a', 'tfc_2w2a'] as const)('%s: every layer of 10 images', (name) => {
    const network = load(name)
    const arrays = sharedNpz(`models/reference/${name}_activations_first10.npz`)
    const line = (key: string, i: number) => {
      const { shape, data } = arrays.get(key)!
      return Array.from(data.subarray(i * shape[1], (i + 1) * shape[1]))
    }
    for (const [i, image] of firstImages(network).slice(0, 10).entries()) {
      const interpreted = interpretBytes(network, image)
      expect(Array.from(interpreted.get(network.input.tensor)!, (x) => x + 0)).toEqual(line('act0', i))
      for (const [l, { sums, codes }] of evaluateNetwork(network, image).entries()) {
        expect(Array.from(sums)).toEqual(line(`matmul${l}`, i))
        const { quantiser } = network.layers[l]
        if (quantiser) expect(codeValues(quantiser.levels, codes!)).toEqual(line(`act${l + 1}`, i))
      }
    }
  })

  test('finn_tfc_w1a1: its own input.npy and expected_output.npy', () => {
    const network = load('finn_tfc_w1a1')
    expect(network.input.scale).toBe('raw')
    const input = readData(sharedFile('models/finn_tfc_w1a1/input.npy'), 'input.npy')
    const expected = readData(sharedFile('models/finn_tfc_w1a1/expected_output.npy'), 'expected_output.npy')
    const labels = toImages(input, network, 'input.npy').map((image) => {
      const label = runHead(network.head, evaluateNetwork(network, image).at(-1)!.sums).label
      expect(interpretBytes(network, image).get('global_out')).toEqual(Float64Array.of(label))
      return label
    })
    expect(labels).toEqual(Array.from(expected.data))
  })

  test('thresholds keep the distance from reachable sums that the reference states', () => {
    const margins = NAMES.flatMap((name) => load(name).layers.map(({ quantiser }) => quantiser?.margin ?? 1))
    expect(Math.min(...margins)).toBeGreaterThan(0.002)
    expect(Math.min(...margins)).toBeLessThan(0.003)
  })

  const mnist = mnistTest()
  describe.skipIf(mnist === undefined)('10,000 MNIST images', () => {
    const { images, labels } = mnist ?? { images: [], labels: [] }
    const cases = NAMES.flatMap((name) =>
      (['nano', 'edge', 'caravel'] as const).map((preset): [ModelName, PresetName] => [name, preset]),
    )

    test.each(cases)('%s on %s', (name, preset) => {
      const network = load(name)
      const program = mapNetwork(network, PRESETS[preset])
      let correct = 0
      runImages(program, images, (execution, i, image) => {
        if (image < 100) {
          const { sums } = evaluateNetwork(network, images[image]).at(-1)!
          expect(readOutput(execution, i)).toEqual(sums)
        }
        if (classify(execution, i).label === labels[image]) correct++
      })
      expect(correct).toBe(MODELS[name].correct)
    })
  })
})
