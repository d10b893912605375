import { PRESETS } from '@concord/arch'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  compareLayers,
  evaluateAll,
  importOnnx,
  inputValue,
  interpret,
  layerTable,
  MappingError,
  mapNetwork,
  type Network,
  placeNetwork,
  prepareSchedule,
  UnsupportedError,
} from '../src/index.js'
import { checkPasses } from './support/check-passes.js'
import { OnnxBuilder } from './support/onnx-builder.js'
import { chip } from './support/random-chip.js'
import { buildConvNetwork, convChoice } from './support/random-conv-network.js'
import { randomIntegers } from './support/random-parts.js'
import { buildResidualNetwork, residualChoice } from './support/random-residual-network.js'

const random = randomIntegers(11)
const reals = (count: number) => Array.from({ length: count }, () => random(-99, 99) / 64)
const signs = (count: number) => Array.from({ length: count }, () => 2 * random(0, 1) - 1)

const pads = [1, 1, 1, 1]

/** A binary convolution of some channels, 3 × 3. */
function conv(b: OnnxBuilder, x: string, outputs: number, inputs: number): string {
  return b.node('Conv', [x, b.float(signs(9 * outputs * inputs), [outputs, inputs, 3, 3])], { pads })
}

/** Two binary convolutions of four channels and `between` around the second, on an input of 2 × 6 × 5 pixels. */
function network(between: (b: OnnxBuilder, sums: string) => string): Network {
  const b = new OnnxBuilder()
  const sums = conv(b, b.bipolarInput(), 4, 2)
  return importOnnx(b.build(between(b, sums), { input: [1, 2, 6, 5] }))
}

/** The input scale map of XNOR-Net: the mean magnitude of all channels, averaged over windows. */
function scaleMap(b: OnnxBuilder, x: string): string {
  const mean = b.node('ReduceMean', [b.node('Abs', [x])], { axes: [1], keepdims: 1 })
  return b.node('AveragePool', [mean], { kernel_shape: [3, 3], pads, count_include_pad: 1 })
}

const byScaleMap = (b: OnnxBuilder, sums: string) => {
  const real = b.node('Mul', [sums, b.float(reals(4), [1, 4, 1, 1])])
  return b.node('Mul', [conv(b, b.bipolar(real), 4, 4), scaleMap(b, real)])
}

const byShortcut = (b: OnnxBuilder, sums: string) => {
  const norm = { gamma: reals(4), beta: reals(4), mean: reals(4), variance: [1, 2, 3, 4] }
  const real = b.batchNorm(sums, norm)
  const shortcut = b.node('Conv', [real, b.float(reals(16), [4, 4, 1, 1])])
  return b.node('Add', [b.batchNorm(conv(b, b.bipolar(real), 4, 4), norm), shortcut])
}

const byManyLevels = (b: OnnxBuilder, sums: string) => {
  const codes = b.quant(sums, 8, { scale: 0.5 })
  return conv(b, codes, 4, 4)
}

const byInput = (b: OnnxBuilder, sums: string) => {
  const shortcut = b.node('Conv', ['x', b.float(reals(8), [4, 2, 1, 1])])
  return b.node('Add', [conv(b, b.bipolar(b.node('Mul', [sums, shortcut])), 4, 4), shortcut])
}

const byPool = (b: OnnxBuilder, sums: string) => {
  const codes = b.node('MaxPool', [b.bipolar(scaled(b, sums))], { kernel_shape: [2, 2], strides: [2, 2] })
  return conv(b, codes, 4, 4)
}

const scaled = (b: OnnxBuilder, sums: string) => b.node('Mul', [sums, scaleMap(b, sums)])

const FORMS = { byScaleMap, byShortcut, byManyLevels, byInput, byPool }

const images = Array.from({ length: 3 }, () => Uint8Array.from({ length: 60 }, () => random(0, 255)))

/** What the source graph says, in float64. */
function reference({ source, input }: Network, image: Uint8Array): number[] {
  const values = interpret(
    source,
    Array.from(image, (byte) => inputValue(input.scale, byte)),
  )
  return Array.from(values.get(source.outputs[0])!.data)
}

describe.each(Object.entries(FORMS))('a part of the host between layers: %s', (name, form) => {
  test('gives what the source gives, in the network, on the chip and in the file', () => {
    const made = network(form)
    expect(made.segments.length).toBeGreaterThan(0)
    expect(made.layers.length).toBeGreaterThanOrEqual(2)
    for (const image of images) {
      expect(compareLayers(made, image).difference).toBeUndefined()
      const { values } = evaluateAll(made, image).scores
      // sums are added in another order
      for (const [i, value] of reference(made, image).entries()) expect(values[i]).toBeCloseTo(value, 9)
    }
    for (const storeAll of [false, true]) checkPasses(made, PRESETS.caravel, storeAll, images)
  })

  test('is a row of the table, with its reason, its work and its bytes', () => {
    const rows = layerTable(network(form)).filter(({ place }) => place === 'host')
    expect(rows).toHaveLength(3)
    const [, between] = rows
    expect(between.reason).not.toBe('')
    expect(between.bytes).toBeGreaterThan(0)
    expect(between.macs).toBe({ byShortcut: 0, byInput: 30 * 8 }[name] ?? 0)
  })
})

test('the host takes codes where the chip makes them, and what earlier parts have is not computed again', () => {
  const [{ keeps, inputs }] = network(byScaleMap).segments
  expect(inputs).toMatchObject([{ values: [] }])
  expect(keeps).toHaveLength(1)
  const codes = network((b, sums) => {
    const bits = b.bipolar(sums)
    const real = b.node('Conv', [bits, b.float(reals(16), [4, 4, 1, 1])])
    return b.node('MatMul', [
      b.node('Flatten', [b.node('Add', [conv(b, b.bipolar(real), 4, 4), conv(b, bits, 4, 4)])]),
      b.float(reals(360), [120, 3]),
    ])
  })
  expect(codes.segments[0].inputs).toMatchObject([{ units: [], values: [-1, 1] }])
  checkPasses(codes, PRESETS.caravel, false, images)
})

test('a chip of few thresholds leaves codes of many levels to the host', () => {
  const b = new OnnxBuilder()
  const codes = b.quant(conv(b, b.bipolarInput(), 4, 2), 4, { signed: 0, scale: 2 })
  const made = importOnnx(b.build(conv(b, codes, 4, 4), { input: [1, 2, 6, 5] }))
  expect(made.segments).toHaveLength(0)
  const config = { ...PRESETS.nano, paramDepth: 7, accBits: 16, actWords: 512 }
  expect(() => mapNetwork(made, config)).toThrow(/needs 9 thresholds a row, paramDepth is 7/)
  const placed = placeNetwork(made, config)
  expect(placed.segments[0].reason).toMatch(/10 levels, the post unit makes at most 8/)
  checkPasses(placed, config, true, images)
  const program = mapNetwork(placed, config, { batch: 4 })
  expect(prepareSchedule(made).cost(config, { batch: 4 })).toMatchObject({
    streamBytes: program.stream.length,
    outputBytes: program.outputBytes,
  })
  expect(placeNetwork(made, { ...config, paramDepth: 15 })).toBe(made)
})

test('random networks with padded pools and parts of the host give their integers on random chips', () => {
  let [ran, padded, between] = [0, 0, 0]
  fc.assert(
    fc.property(convChoice, chip, fc.boolean(), fc.nat({ max: 255 }), (choice, config, storeAll, first) => {
      try {
        const placed = placeNetwork(importOnnx(buildConvNetwork(choice)), config)
        const image = Uint8Array.from({ length: placed.input.elements }, (_, i) => (i * 67 + first) & 255)
        checkPasses(placed, config, storeAll, [image, image.map((byte) => 255 - byte)])
        ran++
        between += Number(placed.segments.length > 0)
        padded += Number(
          placed.layers.some(
            ({ pool }) => pool !== undefined && Object.values(pool.pad).some((side) => side > 0),
          ),
        )
      } catch (error) {
        if (!(error instanceof MappingError || error instanceof UnsupportedError)) throw error
      }
    }),
    { numRuns: 120 },
  )
  expect(ran).toBeGreaterThan(20)
  expect(padded).toBeGreaterThan(0)
  expect(between).toBeGreaterThan(0)
})

test('real maps of random networks stay on the host of a chip without room for them', () => {
  let [ran, between] = [0, 0]
  fc.assert(
    fc.property(residualChoice, chip, fc.boolean(), (choice, config, storeAll) => {
      try {
        const placed = placeNetwork(importOnnx(buildResidualNetwork(choice)), config)
        expect(placed.layers.every(({ kind, scale }) => kind !== 'wide' && !scale)).toBe(true)
        const { elements } = placed.stem ?? placed.input
        const image = Uint8Array.from({ length: elements }, (_, i) => (i * (choice.seed % 251) + 17) & 255)
        expect(compareLayers(placed, image).difference).toBeUndefined()
        checkPasses(placed, config, storeAll, [image, image.map((byte) => 255 - byte)])
        ran++
        between += placed.segments.length
      } catch (error) {
        if (!(error instanceof MappingError || error instanceof UnsupportedError)) throw error
      }
    }),
    { numRuns: 60 },
  )
  expect(ran).toBeGreaterThan(10)
  expect(between).toBeGreaterThan(ran / 2)
})

test.each([3, 4])(
  'an average of channels in another order, of %i axes, enters the host in that order',
  (axes) => {
    const area = axes === 3 ? [4] : [4, 4]
    const b = new OnnxBuilder()
    const weights = b.float(signs(8 * 3 ** area.length), [4, 2, ...area.map(() => 3)])
    const bits = b.bipolar(b.node('Conv', [b.bipolarInput(), weights], { pads: area.flatMap(() => [1, 1]) }))
    const order = b.constant(7, [4], { int64Data: [2, 0, 3, 1] })
    const average = { kernel_shape: area.map(() => 2), strides: area.map(() => 2) }
    const means = b.node('AveragePool', [b.node('Gather', [bits, order], { axis: 1 })], average)
    const real = b.float(reals(8), [2, 4, ...area.map(() => 1)])
    const made = importOnnx(b.build(b.node('Conv', [means, real]), { input: [1, 2, ...area] }))
    const image = Uint8Array.from({ length: 2 * 4 ** area.length }, () => random(0, 255))
    for (const [i, value] of reference(made, image).entries())
      expect(evaluateAll(made, image).scores.values[i]).toBeCloseTo(value, 9)
    checkPasses(made, PRESETS.caravel, true, [image])
  },
)
