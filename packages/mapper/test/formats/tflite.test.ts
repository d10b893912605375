import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tfliteGraph } from '../../src/formats/tflite/tflite-graph.js'
import { interpret } from '../../src/graph/interpret.js'
import { channelsLast } from '../support/channels-last.js'
import { tfliteOf } from '../support/keras-to-tflite.js'
import { KINDS, randomKeras } from '../support/random-keras.js'
import { TfliteBuilder } from '../support/tflite-builder.js'

/** A binary convolution as Larq Compute Engine computes it: counts of unequal bits. */
interface BinaryConvolution {
  readonly size: number
  readonly channels: number
  readonly outputs: number
  readonly kernel: number
  readonly stride: number
  readonly same: boolean
  readonly padOne: boolean
  readonly groups: number
  readonly seed: number
}

const convolution = fc
  .record({
    size: fc.integer({ min: 2, max: 6 }),
    half: fc.integer({ min: 1, max: 20 }),
    outputs: fc.integer({ min: 1, max: 35 }),
    kernel: fc.constantFrom(1, 2, 3),
    stride: fc.integer({ min: 1, max: 2 }),
    same: fc.boolean(),
    padOne: fc.boolean(),
    grouped: fc.boolean(),
    seed: fc.integer(),
  })
  .filter(({ size, kernel, same }) => same || size >= kernel)
  .map(({ half, grouped, outputs, ...rest }): BinaryConvolution => {
    if (grouped) return { ...rest, channels: 64, groups: 2, outputs: 2 * Math.ceil(outputs / 2) }
    return { ...rest, channels: 2 * half, groups: 1, outputs }
  })

/** Repeatable numbers from 0 up to 1. */
function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32
  }
}

/** Everything about a convolution: bits, filter words, padding and the counts the reference kernel accumulates. */
function reference(c: BinaryConvolution) {
  const next = random(c.seed)
  const groupChannels = c.channels / c.groups
  const words = Math.ceil(groupChannels / 32)
  const pixels = Array.from({ length: c.size ** 2 * c.channels }, () => next() * 2 - 1)
  const filter = Array.from(
    { length: c.outputs * c.kernel ** 2 * words },
    () => Math.floor(next() * 2 ** 32) | 0,
  )
  const out = c.same ? Math.ceil(c.size / c.stride) : Math.floor((c.size - c.kernel) / c.stride) + 1
  const before = c.same ? Math.floor(Math.max(0, (out - 1) * c.stride + c.kernel - c.size) / 2) : 0
  const counts: number[] = []
  for (let y = 0; y < out; y++)
    for (let x = 0; x < out; x++)
      for (let o = 0; o < c.outputs; o++) {
        const group = Math.floor(o / (c.outputs / c.groups))
        let count = 0
        for (let ky = 0; ky < c.kernel; ky++)
          for (let kx = 0; kx < c.kernel; kx++) {
            const [iy, ix] = [y * c.stride - before + ky, x * c.stride - before + kx]
            const inside = iy >= 0 && ix >= 0 && iy < c.size && ix < c.size
            if (!inside && !c.padOne) {
              count += groupChannels / 2
              continue
            }
            for (let ch = 0; ch < groupChannels; ch++) {
              const at = (iy * c.size + ix) * c.channels + group * groupChannels + ch
              const bit = inside && pixels[at] < 0 ? 1 : 0
              const word = filter[((o * c.kernel + ky) * c.kernel + kx) * words + Math.floor(ch / 32)]
              count += bit ^ ((word >>> (ch % 32)) & 1)
            }
          }
        counts.push(count)
      }
  return { next, pixels, filter, words, out, counts, taps: c.kernel ** 2 * groupChannels }
}

function build(
  c: BinaryConvolution,
  r: ReturnType<typeof reference>,
  output: 'bits' | 'float',
  activation = 0,
) {
  const b = new TfliteBuilder()
  const input = b.tensor('image', [1, c.size, c.size, c.channels])
  const packed = Math.ceil(c.channels / 32)
  const bits = b.custom(
    'LceQuantize',
    [input],
    b.tensor('bits', [1, c.size, c.size, packed], { type: 'int32' }),
  )
  const filter = b.constant('filter', [c.outputs, c.kernel, c.kernel, r.words], r.filter, 'int32')
  const multipliers = Array.from({ length: c.outputs }, () => Math.fround(r.next() * 4 - 2))
  const biases = Array.from({ length: c.outputs }, () => Math.fround(r.next() * 10 - 5))
  const thresholds = Array.from({ length: c.outputs }, () => Math.floor(r.next() * (r.taps + 2)) - 1)
  if (thresholds.length > 1) thresholds[1] = 2 ** 31 - 1
  const operands = [
    b.constant('multiplier', [c.outputs], multipliers),
    b.constant('bias', [c.outputs], biases),
    b.constant('thresholds', [c.outputs], thresholds, 'int32'),
  ]
  const result =
    output === 'bits'
      ? b.tensor('result', [1, r.out, r.out, Math.ceil(c.outputs / 32)], { type: 'int32' })
      : b.tensor('result', [1, r.out, r.out, c.outputs])
  b.custom('LceBconv2d', [bits, filter, ...operands], result, {
    channels_in: c.channels,
    dilation_height_factor: 1,
    dilation_width_factor: 1,
    fused_activation_function: activation,
    pad_values: Number(c.padOne),
    padding: c.same ? 0 : 1,
    stride_height: c.stride,
    stride_width: c.stride,
  })
  return { b, input, result, multipliers, biases, thresholds }
}

/** Result of the graph, channels last. */
function run(bytes: Uint8Array, pixels: readonly number[]): number[] {
  const { graph } = tfliteGraph(bytes, 'test')
  return channelsLast(interpret(graph, pixels).get(graph.outputs[0])!)
}

describe('Larq Compute Engine', () => {
  test('bits of a binary convolution are those of its reference kernel', () => {
    fc.assert(
      fc.property(convolution, (c) => {
        const r = reference(c)
        const { b, input, result, thresholds } = build(c, r, 'bits')
        const back = b.custom('LceDequantize', [result], b.tensor('back', [1, r.out, r.out, c.outputs]))
        const expected = r.counts.map((count, i) => (count > thresholds[i % c.outputs] ? -1 : 1))
        expect(run(b.build(input, back), r.pixels)).toEqual(expected)
      }),
    )
  })

  test('float results: activation, multiplier and bias in this order', () => {
    fc.assert(
      fc.property(convolution, fc.constantFrom(0, 1, 2, 3), (c, activation) => {
        const r = reference(c)
        const { b, input, result, multipliers, biases } = build(c, r, 'float', activation)
        const [low, high] = [
          [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
          [0, Number.POSITIVE_INFINITY],
          [-1, 1],
          [0, 6],
        ][activation]
        const values = run(b.build(input, result), r.pixels)
        for (const [i, count] of r.counts.entries()) {
          const sum = Math.min(Math.max(r.taps - 2 * count, low), high)
          expect(values[i]).toBe(sum * multipliers[i % c.outputs] + biases[i % c.outputs])
        }
      }),
    )
  })

  test('binary pooling is the AND of bits, whose 0 is +1', () => {
    const b = new TfliteBuilder()
    const input = b.tensor('image', [1, 2, 2, 1])
    const bits = b.custom('LceQuantize', [input], b.tensor('bits', [1, 2, 2, 1], { type: 'int32' }))
    const options = { filter_height: 2, filter_width: 2, stride_height: 2, stride_width: 2, padding: 1 }
    const pooled = b.custom(
      'LceBMaxPool2d',
      [bits],
      b.tensor('pooled', [1, 1, 1, 1], { type: 'int32' }),
      options,
    )
    const bytes = b.build(input, b.custom('LceDequantize', [pooled], b.tensor('back', [1, 1, 1, 1])))
    expect(run(bytes, [-1, -1, -1, -1])).toEqual([-1])
    expect(run(bytes, [-1, -1, 0, -1])).toEqual([1])
  })
})

describe('operators of TensorFlow Lite', () => {
  const kinds = KINDS.filter((kind) => kind !== 'norm' && kind !== 'permute')

  test('random models give what the same models give in Keras', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 6 }), (seed, depth) => {
        const { layers, input, values } = randomKeras(seed, depth, kinds)
        const { graph } = tfliteGraph(tfliteOf(layers, values), 'test')
        const expected = values.get(layers[layers.length - 1].config.name as string)!.data
        const scores = interpret(graph, input.data).get(graph.outputs[0])!.data
        expect(scores.length).toBe(expected.length)
        for (const [i, value] of expected.entries()) expect(scores[i]).toBeCloseTo(value, 8)
      }),
      { numRuns: 60 },
    )
  })

  test('arithmetic, means and 8-bit tensors', () => {
    const b = new TfliteBuilder()
    const input = b.tensor('image', [1, 2, 2, 2])
    const halves = b.operator('MUL', [input, b.constant('h', [2], [0.5, 2])], b.tensor('m', [1, 2, 2, 2]), {
      0: { int8: 0 },
    })
    const less = b.operator('SUB', [b.constant('one', [], [1]), halves], b.tensor('s', [1, 2, 2, 2]), {
      0: { int8: 1 },
    })
    const mean = b.operator(
      'MEAN',
      [less, b.constant('axes', [2], [1, 2], 'int32')],
      b.tensor('mean', [1, 2]),
      { 0: { int8: 0 } },
    )
    const bytes = b.tensor('q', [1, 2], { type: 'int8', scale: 0.5, zeroPoint: -3 })
    const back = b.operator('DEQUANTIZE', [b.operator('QUANTIZE', [mean], bytes)], b.tensor('back', [1, 2]))
    // relu(1 − [x / 2, 2 x]), its mean over four pixels, rounded to halves away from zero
    const pixels = [0, 0, 1, 0.25, 2, 0.5, 4, 1]
    expect(run(b.build(input, mean), pixels)).toEqual([0.375, 0.375])
    expect(run(b.build(input, back), pixels)).toEqual([0.5, 0.5])
  })

  test('what cannot be read is named, with its operator', () => {
    const b = new TfliteBuilder()
    const quantised = { type: 'int8', scale: 1 } as const
    const [input, bytes] = [b.tensor('image', [1, 2]), b.tensor('q', [1, 2], quantised)]
    const sum = b.operator(
      'ADD',
      [b.operator('QUANTIZE', [input], bytes), bytes],
      b.tensor('sum', [1, 2], quantised),
    )
    expect(() => tfliteGraph(b.build(input, sum), 'a')).toThrow(
      /ADD "sum": arithmetic on 8- or 16-bit tensors/,
    )
    const odd = new TfliteBuilder()
    const image = odd.tensor('image', [1, 2])
    expect(() =>
      tfliteGraph(odd.build(image, odd.custom('MyOwn', [image], odd.tensor('r', [1, 2]))), 'a'),
    ).toThrow(/MyOwn "r"[\s\S]*unknown operator/)
  })
})
