import { readFileSync } from 'node:fs'
import { decodeProgram, encodeProgram, PRESETS } from '@concord/arch'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  compareLayers,
  evaluateNetwork,
  importOnnx,
  inputCodes,
  layerResults,
  mapNetwork,
  runHead,
  sourceLabel,
} from '../src/index.js'
import { expectChipEqual } from './support/expect-chip-equal.js'
import { OnnxBuilder } from './support/onnx-builder.js'
import { buildResidualNetwork, residualChoice, wideChip } from './support/random-residual-network.js'
import { runImages } from './support/run-program.js'

const RUNS = 80
const CHIP_RUNS = 24

function imagesOf(elements: number, seed: number): Uint8Array[] {
  return [1, 2].map((n) =>
    Uint8Array.from({ length: elements }, (_, i) => ((i * 73 + 41) * (seed % 97) * n + n * 19) & 255),
  )
}

test('networks with real shortcuts: codes equal the source on its own wide values, wide values within their tolerance', () => {
  fc.assert(
    fc.property(residualChoice, (choice) => {
      const network = importOnnx(buildResidualNetwork(choice))
      for (const image of imagesOf(network.input.elements, choice.seed)) {
        expect(compareLayers(network, image).difference).toBeUndefined()
      }
    }),
    { numRuns: RUNS },
  )
})

test('random chips compute the fixed-point network, at the cost that was counted', () => {
  let mapped = 0
  fc.assert(
    fc.property(residualChoice, wideChip, fc.boolean(), (choice, chip, storeAll) => {
      const network = importOnnx(buildResidualNetwork(choice))
      const images = imagesOf(network.input.elements, choice.seed)
      if (expectChipEqual(network, chip, images, storeAll)) mapped++
    }),
    { numRuns: CHIP_RUNS },
  )
  expect(mapped).toBeGreaterThan(CHIP_RUNS / 2)
})

describe.each(['bireal-resnet', 'bn-free'])('models/%s.onnx', (name) => {
  const network = importOnnx(readFileSync(new URL(`../../../models/${name}.onnx`, import.meta.url)), { name })
  const images = imagesOf(network.input.elements, 5)

  test('every layer on the chip equals the network, which is within its tolerances', () => {
    const program = mapNetwork(network, PRESETS.residual, { batch: 2, storeAll: true })
    runImages(decodeProgram(encodeProgram(program)), images, (execution, i, image) => {
      const { difference, layers, deviations } = compareLayers(
        network,
        images[image],
        layerResults(network, execution, i),
      )
      expect(difference).toBeUndefined()
      expect(layers).toBe(network.layers.length + 1)
      for (const { deviation, tolerance } of deviations)
        expect(deviation).toBeLessThanOrEqual(tolerance * 1.001)
    })
  })

  test('a value beyond its tolerance is named', () => {
    const [image] = images
    const results = new Map(
      evaluateNetwork(network, image).map(({ codes, sums }, i) => [network.layers[i].id, codes ?? sums]),
    )
    results.set(network.input.id, inputCodes(network, image))
    expect(compareLayers(network, image, results).difference).toBeUndefined()
    const scaled = network.layers.find(({ scale }) => scale !== undefined)!
    const { tolerance, unit } = scaled.scale!
    const values = Int32Array.from(results.get(scaled.id)!)
    values[7] += Math.ceil((2 * tolerance) / unit) + 1
    expect(compareLayers(network, image, results.set(scaled.id, values)).difference).toMatchObject({
      layer: scaled.name,
      channel: 0,
      y: 0,
      x: 7,
    })
  })

  test('the class is that of the source graph', () => {
    for (const image of images) {
      expect(runHead(network.head, evaluateNetwork(network, image).at(-1)!.sums).label).toBe(
        sourceLabel(network, image),
      )
    }
  })

  test('a chip without a wide bank, or with too small a one, is told what is missing', () => {
    expect(() => mapNetwork(network, PRESETS.caravel)).toThrow(/needs a wide bank, residualWords is 0/)
    const small = { ...PRESETS.residual, residualWords: 100 }
    expect(() => mapNetwork(network, small)).toThrow(
      /take 224 words of the wide bank at once \(postLanes 16\), residualWords is 100/,
    )
    expect(() => mapNetwork(network, { ...PRESETS.residual, vector: false })).toThrow(/vector is false/)
  })
})

test('what a straight-through estimator leaves in the graph, x + (sign(x) - x), is sign(x)', () => {
  const b = new OnnxBuilder()
  const signs = (count: number, step: number) =>
    Array.from({ length: count }, (_, i) => ((i * step) % 3 > 0 ? 1 : -1))
  const sums = b.node('MatMul', [b.bipolarInput(), b.float(signs(5 * 6, 7), [5, 6])])
  const real = b.node('Add', [sums, b.float([0.5, -0.5, 1.5, 0.5, -1.5, 0.5])])
  const code = b.node('Add', [real, b.node('Sub', [b.bipolar(real), real])])
  const network = importOnnx(
    b.build(b.node('MatMul', [code, b.float(signs(6 * 3, 5), [6, 3])]), { input: [1, 5] }),
  )
  expect(network.layers.map(({ kind, scale }) => [kind, scale])).toEqual([
    ['dense', undefined],
    ['dense', undefined],
  ])
  for (let byte = 0; byte < 256; byte += 51) {
    const bytes = Uint8Array.of(byte, 255 - byte, 200, 3, byte)
    expect(compareLayers(network, bytes).difference).toBeUndefined()
  }
})

test.each([Infinity, NaN, 1e39])('a real map without a finite bound stays on the host: bias %d', (bias) => {
  const b = new OnnxBuilder()
  const signs = (rows: number, columns: number) =>
    b.float(
      Array.from({ length: rows * columns }, (_, i) => ((i * 7) % 3 > 0 ? 1 : -1)),
      [rows, columns],
    )
  const real = b.node('Add', [
    b.node('MatMul', [b.bipolarInput(), signs(5, 6)]),
    b.float([0.5, bias, 0, 0, 1, 1]),
  ])
  const sum = b.node('Add', [b.node('MatMul', [b.bipolar(real), signs(6, 6)]), real])
  const result = b.node('MatMul', [b.bipolar(sum), signs(6, 3)])
  const network = importOnnx(b.build(result, { input: [1, 5] }))
  expect(network.layers.every(({ scale }) => scale === undefined)).toBe(true)
  expect(network.segments).toHaveLength(1)
  const image = Uint8Array.of(0, 255, 9, 200, 130)
  expect(compareLayers(network, image)).toMatchObject({ layers: 6, difference: undefined })
})
