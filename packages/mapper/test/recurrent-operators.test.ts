import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  compareLayers,
  evaluateAll,
  importOnnx,
  interpret,
  placeNetwork,
  readOnnx,
  UnsupportedError,
} from '../src/index.js'
import { expectChipEqual } from './support/expect-chip-equal.js'
import type { Attribute, OnnxBuilder } from './support/onnx-builder.js'
import { chip } from './support/random-chip.js'
import { wideChip } from './support/random-residual-network.js'
import {
  buildOperatorNetwork,
  buildOperatorSteps,
  type OperatorChoice,
  operatorChoice,
} from './support/recurrent-operator.js'

const RUNS = 40
const CHIP_RUNS = 12

function imagesOf(elements: number, seed: number): Uint8Array[] {
  return [1, 2, 3].map((n) =>
    Uint8Array.from({ length: elements }, (_, i) => ((i * 73 + 41) * ((seed % 97) + 1) * n + n * 19) & 255),
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

test('LSTM and GRU are their steps: source and network give the same bits', () => {
  fc.assert(
    fc.property(operatorChoice, (choice) => {
      const [operator, steps] = [buildOperatorNetwork(choice), buildOperatorSteps(choice)]
      const [network, unrolled] = [importOnnx(operator), importOnnx(steps)]
      for (const image of imagesOf(choice.steps * choice.inputs, choice.seed)) {
        expect(output(operator, image)).toEqual(output(steps, image))
        expect(evaluateAll(network, image).scores).toEqual(evaluateAll(unrolled, image).scores)
        expect(compareLayers(network, image).difference).toBeUndefined()
      }
    }),
    { numRuns: RUNS },
  )
})

test('random chips with and without a wide bank compute what the network says, layer by layer', () => {
  let mapped = 0
  fc.assert(
    fc.property(operatorChoice, fc.oneof(chip, wideChip), fc.boolean(), (choice, config, storeAll) => {
      const network = placeNetwork(importOnnx(buildOperatorNetwork(choice)), config)
      const images = imagesOf(choice.steps * choice.inputs, choice.seed)
      if (expectChipEqual(network, config, images, storeAll)) mapped++
    }),
    { numRuns: CHIP_RUNS },
  )
  expect(mapped).toBeGreaterThan(CHIP_RUNS / 2)
})

const CHOICE: OperatorChoice = {
  ...{ cell: 'LSTM', storage: 'signs', bias: true, linearBeforeReset: false, result: 'last' },
  ...{ steps: 3, inputs: 5, hidden: 4, seed: 3 },
}

test('products with the inputs of all steps are one layer a gate; products with the state are the host’s', () => {
  const { layers, segments, stem } = importOnnx(buildOperatorNetwork(CHOICE))
  expect(layers.map(({ kind, output: { channels, width } }) => [kind, channels, width])).toEqual([
    ...Array.from({ length: 4 }, () => ['conv', 4, 3]),
    ['dense', 3, 1],
  ])
  const host = [...segments.map(({ reason }) => reason), stem?.reason].join()
  expect(host).toMatch(/LSTM_\w+\/input of state": its input is a real map of the host/)
})

test('one step of a cell is the chip’s alone', () => {
  const { layers, segments } = importOnnx(buildOperatorNetwork({ ...CHOICE, steps: 1 }))
  expect(segments).toEqual([])
  expect(layers.filter(({ scale }) => scale?.function).length).toBeGreaterThan(2)
})

const REFUSED: readonly (readonly [string, OperatorChoice['cell'], Record<string, Attribute>])[] = [
  ['direction', 'LSTM', { direction: 'reverse' }],
  ['direction', 'GRU', { direction: 'bidirectional' }],
  ['activations', 'LSTM', { activations: ['Sigmoid', 'Relu', 'Tanh'] }],
  ['activations', 'GRU', { activations: ['Tanh', 'Sigmoid'] }],
  ['activation_alpha', 'LSTM', { activation_alpha: { f: 0.5 } }],
  ['clip', 'LSTM', { clip: { f: 3 } }],
  ['layout', 'GRU', { layout: 1 }],
  ['input_forget', 'LSTM', { input_forget: 1 }],
  ['hidden_size', 'LSTM', { hidden_size: 5 }],
  ['linear_before_reset', 'LSTM', { linear_before_reset: 1 }],
]

test.each(REFUSED)('attribute %s of %s %o is an error that names it', (name, cell, attributes) => {
  const build = () => importOnnx(buildOperatorNetwork({ ...CHOICE, cell }, attributes))
  expect(build).toThrow(UnsupportedError)
  expect(build).toThrow(`attribute "${name}"`)
})

test('attributes that say what is the default are no errors', () => {
  const lstm = { activations: ['Sigmoid', 'tanh', 'Tanh'], direction: 'forward', layout: 0, input_forget: 0 }
  const gru = { activations: ['Sigmoid', 'Tanh'], direction: 'forward', layout: 0 }
  expect(importOnnx(buildOperatorNetwork(CHOICE, lstm)).layers).toHaveLength(5)
  expect(importOnnx(buildOperatorNetwork({ ...CHOICE, cell: 'GRU' }, gru)).layers).toHaveLength(4)
})

const { hidden, steps } = CHOICE
const zeros = (b: OnnxBuilder) => b.float(new Array(hidden).fill(0), [1, 1, hidden])
const ones = (b: OnnxBuilder) => b.float(new Array(hidden).fill(1), [1, 1, hidden])
const lengths = (b: OnnxBuilder, length: number) =>
  b.constant(6, [1], { rawData: new Uint8Array(Int32Array.of(length).buffer) })

test.each([
  ['initial_h', (b: OnnxBuilder) => ['', ones(b)]],
  ['initial_c', (b: OnnxBuilder) => ['', zeros(b), ones(b)]],
  ['P', (b: OnnxBuilder) => ['', '', '', b.float(new Array(3 * hidden).fill(1), [1, 3 * hidden])]],
  ['sequence_lens', (b: OnnxBuilder) => [lengths(b, steps - 1)]],
] as const)('input %s that is used is an error that names it', (name, more) => {
  expect(() => importOnnx(buildOperatorNetwork(CHOICE, {}, more))).toThrow(`its input ${name}`)
})

test('initial states of zeros and the length of all steps are no errors', () => {
  const more = (b: OnnxBuilder) => [lengths(b, steps), zeros(b), zeros(b)]
  const [with_, without] = [buildOperatorNetwork(CHOICE, {}, more), buildOperatorNetwork(CHOICE)]
  const [image] = imagesOf(steps * CHOICE.inputs, 1)
  expect(output(with_, image)).toEqual(output(without, image))
})
