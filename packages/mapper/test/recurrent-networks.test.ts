import { readFileSync } from 'node:fs'
import { PRESETS } from '@concord/arch'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareLayers, importOnnx, layerResults, layerTable, mapNetwork } from '../src/index.js'
import { expectChipEqual } from './support/expect-chip-equal.js'
import { buildRecurrentNetwork, recurrentChoice } from './support/random-recurrent-network.js'
import { wideChip } from './support/random-residual-network.js'
import { runImages } from './support/run-program.js'

const RUNS = 30
const CHIP_RUNS = 12

function imagesOf(elements: number, seed: number): Uint8Array[] {
  return [1, 2, 3].map((n) =>
    Uint8Array.from({ length: elements }, (_, i) => ((i * 73 + 41) * ((seed % 97) + 1) * n + n * 19) & 255),
  )
}

test('LSTM and GRU cells: codes equal the source on its own wide values, wide values within their tolerance', () => {
  let functions = 0
  fc.assert(
    fc.property(recurrentChoice, (choice) => {
      const network = importOnnx(buildRecurrentNetwork(choice))
      functions += network.layers.filter(({ scale }) => scale?.function).length
      for (const image of imagesOf(network.input.elements, choice.seed)) {
        expect(compareLayers(network, image).difference).toBeUndefined()
      }
    }),
    { numRuns: RUNS },
  )
  expect(functions).toBeGreaterThan(RUNS)
})

test('random chips compute the cells, at the cost that was counted', () => {
  let mapped = 0
  fc.assert(
    fc.property(recurrentChoice, wideChip, fc.boolean(), (choice, chip, storeAll) => {
      const network = importOnnx(buildRecurrentNetwork(choice))
      const images = imagesOf(network.input.elements, choice.seed)
      if (expectChipEqual(network, chip, images, storeAll)) mapped++
    }),
    { numRuns: CHIP_RUNS },
  )
  expect(mapped).toBeGreaterThan(CHIP_RUNS / 2)
})

test('models/binary-lstm.onnx runs on the chip alone, every layer as the network says', () => {
  const network = importOnnx(readFileSync(new URL('../../../models/binary-lstm.onnx', import.meta.url)))
  expect(network.stem).toBeUndefined()
  expect(network.input.map).toEqual({ channels: 28, height: 28, width: 1 })
  const images = imagesOf(network.input.elements, 5).slice(0, 2)
  runImages(
    mapNetwork(network, PRESETS.residual, { batch: 2, storeAll: true }),
    images,
    (execution, i, image) => {
      const { difference, deviations } = compareLayers(
        network,
        images[image],
        layerResults(network, execution, i),
      )
      expect(difference).toBeUndefined()
      expect(deviations.length).toBeGreaterThan(28 * 12)
      for (const { deviation, tolerance } of deviations)
        expect(deviation).toBeLessThanOrEqual(tolerance * 1.001)
    },
  )
})

test('gates are in the unit of the table', () => {
  const network = () =>
    importOnnx(buildRecurrentNetwork({ cell: 'lstm', steps: 2, inputs: 3, hidden: 4, seed: 1 }))
  const tables = network().layers.flatMap(({ scale }) => (scale?.function ? [scale.unit] : []))
  expect(new Set(tables)).toEqual(new Set([2 ** -15]))
  const gates = new Set(network().layers.flatMap(({ scale }) => (scale?.gate ? scale.residual! : [])))
  for (const { id, scale } of network().layers)
    if (gates.has(id)) expect([id, scale?.unit]).toEqual([id, 2 ** -15])
})

test('layers of wide values have the name of the node that they compute, and say what they do', () => {
  const network = importOnnx(buildRecurrentNetwork({ cell: 'lstm', steps: 2, inputs: 3, hidden: 4, seed: 1 }))
  const rows = layerTable(network).filter(({ place }) => place === 'chip')
  const text = rows.map(({ name, operator, after }) => `${name.replace(/_t\d+/, '')}: ${operator} ${after}`)
  for (const row of ['Sigmoid: sigmoid ', 'Tanh: tanh ', 'Mul: tanh, multiply ', 'MatMul: dense add'])
    expect(text).toContain(row)
  expect(text.filter((row) => /^(Sigmoid|Tanh): (?!sigmoid|tanh)/.test(row))).toEqual([])
})
