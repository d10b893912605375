import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evaluateAll, importOnnx, interpret, readOnnx } from '../src/index.js'
import { expectChipEqual } from './support/expect-chip-equal.js'
import {
  buildGateMatrixNetwork,
  type GateMatrixChoice,
  gateMatrixChoice,
} from './support/gate-matrix-network.js'
import { OnnxBuilder } from './support/onnx-builder.js'
import { wideChip } from './support/random-residual-network.js'

const RUNS = 40
const CHIP_RUNS = 8

function imagesOf(choice: GateMatrixChoice): Uint8Array[] {
  const elements = choice.steps * choice.inputs
  return [1, 2, 3].map((n) =>
    Uint8Array.from({ length: elements }, (_, i) => ((i * 73 + 41) * ((choice.seed % 97) + 1) * n) & 255),
  )
}

function output(file: Uint8Array, image: Uint8Array): number[] {
  const graph = readOnnx(file)
  const values = interpret(
    graph,
    Array.from(image, (byte) => Math.fround(byte / 255)),
  )
  return Array.from(values.get(graph.outputs[0])!.data)
}

test('one matrix of all gates is the network of a matrix a gate', () => {
  fc.assert(
    fc.property(gateMatrixChoice, (choice) => {
      const [file, apart] = [choice, { ...choice, gates: 'apart' as const }].map(buildGateMatrixNetwork)
      const [network, expected] = [importOnnx(file), importOnnx(apart)]
      const shapes = ({ layers }: typeof network) =>
        layers.map(({ kind, input, output, weights }) => [kind, input, output, weights])
      expect(shapes(network)).toEqual(shapes(expected))
      expect(network.segments).toEqual([])
      for (const image of imagesOf(choice)) {
        expect(output(file, image)).toEqual(output(apart, image))
        expect(evaluateAll(network, image).scores).toEqual(evaluateAll(expected, image).scores)
      }
    }),
    { numRuns: RUNS },
  )
})

test('random chips compute it', () => {
  let mapped = 0
  fc.assert(
    fc.property(gateMatrixChoice, wideChip, (choice, chip) => {
      const network = importOnnx(buildGateMatrixNetwork(choice))
      if (expectChipEqual(network, chip, imagesOf(choice), true)) mapped++
    }),
    { numRuns: CHIP_RUNS },
  )
  expect(mapped).toBeGreaterThan(CHIP_RUNS / 2)
})

test('channels of a convolution that are split behind its pool, normalisation and signs are two layers', () => {
  const b = new OnnxBuilder()
  const signs = b.bipolarInput()
  const filters = b.float(
    Array.from({ length: 6 * 9 }, (_, i) => ((i * 7) % 5 < 2 ? -1 : 1)),
    [6, 1, 3, 3],
  )
  const sums = b.node('Conv', [signs, filters], { pads: [1, 1, 1, 1] })
  const pooled = b.node('MaxPool', [sums], { kernel_shape: [2, 2], strides: [2, 2] })
  const channels = (first: number) => Array.from({ length: 6 }, (_, i) => ((i * 5 + first) % 7) - 2.5)
  const norm = b.batchNorm(pooled, {
    ...{ gamma: channels(1), beta: channels(2), mean: channels(3) },
    variance: channels(4).map(Math.abs),
  })
  const [left, right] = b.nodes('Split', [b.bipolar(norm)], 2, { axis: 1 })
  const joined = b.node('Concat', [right, left], { axis: 1 })
  const scores = b.float(
    Array.from({ length: 24 * 3 }, (_, i) => ((i * 11) % 7 < 3 ? -1 : 1)),
    [24, 3],
  )
  const file = b.build(b.node('MatMul', [b.node('Flatten', [joined]), scores]), { input: [1, 1, 4, 4] })
  const network = importOnnx(file)
  expect(network.layers.map(({ output }) => output.channels)).toEqual([3, 3, 3])
  expect(network.segments).toEqual([])
  for (let n = 1; n < 20; n++) {
    const image = Uint8Array.from({ length: 16 }, (_, i) => (i * n * 29 + n) & 255)
    expect(Array.from(evaluateAll(network, image).scores.values)).toEqual(output(file, image))
  }
})
