import { readFileSync } from 'node:fs'
import { type ChipConfig, PRESETS } from '@concord/arch'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  compareLayers,
  importOnnx,
  layerTable,
  MappingError,
  mapNetwork,
  placeNetwork,
  prepareSchedule,
  refuseHost,
  UnsupportedError,
} from '../src/index.js'
import { checkPasses } from './support/check-passes.js'
import { OnnxBuilder } from './support/onnx-builder.js'
import { chip } from './support/random-chip.js'
import { buildConvNetwork, type ConvChoice, convChoice } from './support/random-conv-network.js'
import { randomIntegers } from './support/random-parts.js'

const random = randomIntegers(23)
const signs = (count: number) => Array.from({ length: count }, () => 2 * random(0, 1) - 1)

/** Dense layers of signs on bytes, a sign behind each but the last. */
function dense(...widths: number[]) {
  const b = new OnnxBuilder()
  const [inputs] = widths
  let x = 'x'
  for (const [i, outputs] of widths.slice(1).entries()) {
    const product = b.node('MatMul', [x, b.float(signs(widths[i] * outputs), [widths[i], outputs])])
    x = i < widths.length - 2 ? b.bipolar(product) : product
  }
  return importOnnx(b.build(x, { input: [1, inputs] }), { inputScale: 'raw' })
}

const image = (elements: number) => Uint8Array.from({ length: elements }, () => random(0, 255))

test('a layer whose sums are too large for the accumulator runs on the host', () => {
  const network = dense(300, 40, 30, 10)
  // sums of the bytes reach 76,500, those of the next layers 40
  const config: ChipConfig = { ...PRESETS.nano, accBits: 16, actWords: 512 }
  expect(() => mapNetwork(network, config)).toThrow(/need 18 bits, accBits is 16/)
  expect(() => prepareSchedule(network).cost(config)).toThrow(MappingError)
  expect(placeNetwork(network, config, { layers: 'refuse' })).toBe(network)
  const placed = placeNetwork(network, config)
  expect(placed.layers).toHaveLength(2)
  const [stem] = layerTable(placed)
  expect(stem).toMatchObject({ place: 'host', macs: 12_000 })
  expect(stem.reason).toMatch(/need 18 bits, accBits is 16/)
  const images = [image(300), image(300)]
  for (const each of images) expect(compareLayers(placed, each).difference).toBeUndefined()
  checkPasses(placed, config, true, images)
  expect(placeNetwork(network, { ...config, accBits: 18 })).toBe(network)
})

test('a layer between others whose input is too large for a bank runs on the host', () => {
  const network = dense(16, 400, 20, 10)
  const config: ChipConfig = { ...PRESETS.nano, actWords: 25, weightDepth: 8 }
  // 400 bits are 25 words of 16; what is stored beside them has no room only where pads need it
  expect(placeNetwork(network, config)).toBe(network)
  const small = { ...config, actWords: 24 }
  expect(() => mapNetwork(network, small)).toThrow(/one result takes 25 words .* actWords is 24/)
  const placed = placeNetwork(network, small)
  expect(placed.segments).toHaveLength(1)
  expect(placed.segments[0].reason).toMatch(/one result takes 25 words/)
  checkPasses(placed, small, true, [image(16), image(16)])
})

test('a network of which a chip can run no layer is refused, saying what it needs', () => {
  const config: ChipConfig = { ...PRESETS.nano, accBits: 16 }
  expect(() => mapNetwork(placeNetwork(dense(300, 10), config), config)).toThrow(/need 18 bits/)
})

/** A random network; undefined for one that is no network of layers. */
function imported(choice: ConvChoice) {
  try {
    return importOnnx(buildConvNetwork(choice))
  } catch (error) {
    if (error instanceof UnsupportedError) return undefined
    throw error
  }
}

test('random networks on chips too small for some of their layers give their integers, and always have a place', () => {
  let [ran, between, refused] = [0, 0, 0]
  const tight = fc
    .tuple(chip, fc.integer({ min: 8, max: 11 }), fc.integer({ min: 8, max: 40 }))
    .map(([config, accBits, actWords]) => ({ ...config, accBits, actWords }))
  fc.assert(
    fc.property(convChoice, tight, fc.boolean(), fc.nat({ max: 255 }), (choice, config, storeAll, first) => {
      const network = imported(choice)
      if (network === undefined) return
      const placed = placeNetwork(network, config)
      const bytes = Uint8Array.from({ length: placed.input.elements }, (_, i) => (i * 67 + first) & 255)
      try {
        checkPasses(placed, config, storeAll, [bytes, bytes.map((byte) => 255 - byte)])
      } catch (error) {
        if (!(error instanceof MappingError)) throw error
        // what is left needs a larger chip too
        refused++
        return
      }
      ran++
      const whole = placeNetwork(network, config, { layers: 'refuse' })
      between += Number(placed.layers.length < whole.layers.length)
    }),
    { numRuns: 60 },
  )
  expect(ran).toBeGreaterThan(3 * refused)
  expect(between).toBeGreaterThan(5)
})

test('real maps stay on the host of a chip with too few banks beside its wide one', () => {
  const b = new OnnxBuilder()
  const conv = (x: string) => b.node('Conv', [x, b.float(signs(16), [4, 4, 1, 1])])
  const scaled = (x: string) => b.node('Mul', [x, b.float([1.5, 0.7, 0.3, 1.1], [1, 4, 1, 1])])
  // three maps of codes wait for each other
  const first = scaled(conv(b.bipolarInput()))
  const sums = [0.5, -0.5, 1.5].map((shift) => conv(b.bipolar(b.node('Add', [first, b.scalar(shift)]))))
  const added = sums.reduce((a, c) => b.node('Add', [a, scaled(c)]), first)
  const network = importOnnx(b.build(added, { input: [1, 4, 3, 3] }))
  const chips = [2, 4].map((actBanks) => ({ ...PRESETS.residual, actBanks }))
  const [few, enough] = chips.map((config) => placeNetwork(network, config))
  const wide = ({ layers }: typeof few) => layers.some(({ kind, scale }) => kind === 'wide' || scale)
  expect([few, enough].map(wide)).toEqual([false, true])
  checkPasses(few, chips[0], true, [image(36)])
  checkPasses(enough, chips[1], true, [image(36)])
})

test('windows are laid out for the layer that reads the bytes, also behind one that reads a map of the host', () => {
  const b = new OnnxBuilder()
  const kernel = { kernel_shape: [3, 3] }
  const real = b.float(
    Array.from({ length: 18 }, () => random(-99, 99) / 64),
    [2, 1, 3, 3],
  )
  const byHost = b.bipolar(b.node('Conv', ['x', real], { ...kernel, pads: [1, 1, 1, 1] }))
  const first = b.bipolar(b.node('Conv', [byHost, b.float(signs(36), [2, 2, 3, 3])], kernel))
  const second = b.bipolar(b.node('Conv', ['x', b.float(signs(18), [2, 1, 3, 3])], kernel))
  const joined = b.node('Flatten', [b.node('Concat', [first, second], { axis: 1 })])
  const sums = b.node('MatMul', [joined, b.float(signs(64), [64, 1])])
  const network = importOnnx(b.build(sums, { input: [1, 1, 6, 6] }), { inputScale: 'raw' })
  expect(network.layers[0].inputs).not.toContain(network.input.id)
  for (const config of [PRESETS.nano, PRESETS.caravel]) checkPasses(network, config, false, [image(36)])
})

test('what the host would compute is refused by name and reason; planes of bytes and the plain head are not', () => {
  const zoo = (name: string) =>
    importOnnx(readFileSync(new URL(`../../../models/${name}.onnx`, import.meta.url)))
  const refusal = (name: string, config: ChipConfig) => () => refuseHost(placeNetwork(zoo(name), config))
  for (const name of ['mnist-mlp', 'binarynet-cnn', 'dorefa-2w2a']) refusal(name, PRESETS.caravel)()
  refusal('binary-lstm', PRESETS.residual)()
  expect(refusal('binary-lstm', PRESETS.caravel)).toThrow(/the host keeps all of those/)
  expect(refusal('binaryconnect', PRESETS.caravel)).toThrow(
    /MatMul "MatMul_11": its input has 256 levels, the post unit makes at most 16/,
  )
  expect(refusal('xnor-net', PRESETS.caravel)).toThrow(/Conv "Conv_1": its weights are not quantised/)
  expect(refusal('bireal-resnet', PRESETS.residual)).toThrow(
    /"Gemm_51\/MatMul": its weights are not quantised/,
  )
  const placed = placeNetwork(dense(300, 40, 30, 10), { ...PRESETS.nano, accBits: 16, actWords: 512 })
  expect(() => refuseHost(placed)).toThrow(/need 18 bits, accBits is 16/)
  expect(() => refuseHost(placed)).toThrow(UnsupportedError)
})
