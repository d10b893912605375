import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareLayers, importOnnx, type Network } from '../src/index.js'
import { OnnxBuilder } from './support/onnx-builder.js'

type Chain = (b: OnnxBuilder, x: string) => string

/** Two layers with an activation between them. */
function imported(chain: Chain, bias: readonly number[] = [0.3, -0.25]): Network {
  const b = new OnnxBuilder()
  const sums = b.node('MatMul', [b.bipolarInput(), b.float([1, 1, 1, -1, -1, 1, 1, 1, 1, 1, -1, 1], [6, 2])])
  const x = b.node('Add', [b.node('Mul', [sums, b.scalar(0.25)]), b.float(bias)])
  const y = b.node('MatMul', [chain(b, x), b.float([1, -1, 1, 1, 1, -1], [2, 3])])
  return importOnnx(b.build(y, { input: [1, 6] }))
}

const clip = (b: OnnxBuilder, x: string, low: number, high: number) =>
  b.node('Clip', [x, b.scalar(low), b.scalar(high)])
const IMAGES = Array.from({ length: 64 }, (_, bits) =>
  Uint8Array.from({ length: 6 }, (_, i) => ((bits >> i) & 1) * 255),
)

function expectEqual(network: Network): void {
  for (const image of IMAGES)
    expect(compareLayers(network, image)).toMatchObject({ difference: undefined, layers: 3 })
}

describe('roundings between clips are activations of several levels', () => {
  test.each<[string, Chain, object]>([
    [
      'DoReFa: Clip, Mul, Round, Div',
      (b, x) =>
        b.node('Div', [b.node('Round', [b.node('Mul', [clip(b, x, 0, 1), b.scalar(3)])]), b.scalar(3)]),
      { first: 0, step: 1, count: 4 },
    ],
    [
      'learnt steps: Div, Clip, Round, Mul',
      (b, x) =>
        b.node('Mul', [b.node('Round', [clip(b, b.node('Div', [x, b.scalar(0.5)]), -2, 1)]), b.scalar(0.5)]),
      { first: -2, step: 1, count: 4, unit: 0.5 },
    ],
    [
      'the clip behind the rounding',
      (b, x) => clip(b, b.node('Round', [b.node('Mul', [x, b.scalar(2)])]), -1, 2),
      { first: -1, step: 1, count: 4, unit: 1 },
    ],
    [
      'halves go up: Floor(x + 1/2), levels that can be reached',
      (b, x) => b.node('Floor', [b.node('Add', [clip(b, x, 0, 3), b.scalar(0.5)])]),
      { first: 0, step: 1, count: 3, unit: 1 },
    ],
    ['Ceil of tanh', (b, x) => b.node('Ceil', [b.node('Tanh', [x])]), { first: 0, step: 1, count: 2 }],
    [
      'bipolar: 2 Round(Clip((x + 1) / 2)) − 1',
      (b, x) => {
        const half = b.node('Div', [b.node('Add', [x, b.scalar(1)]), b.scalar(2)])
        const bit = b.node('Round', [clip(b, half, 0, 1)])
        return b.node('Sub', [b.node('Mul', [bit, b.scalar(2)]), b.scalar(1)])
      },
      { first: -1, step: 2, count: 2 },
    ],
    [
      'falling: Round(−Clip(x))',
      (b, x) => b.node('Round', [b.node('Neg', [clip(b, x, 0, 3)])]),
      { first: -2, step: 1, count: 3 },
    ],
  ])('%s', (_, chain, levels) => {
    const network = imported(chain)
    expect(network.segments).toEqual([])
    expect(network.layers).toHaveLength(2)
    expect(network.layers[0].quantiser!.levels).toMatchObject(levels)
    expectEqual(network)
  })

  test('any clip, factor and rounding', () => {
    const choice = fc.record({
      low: fc.integer({ min: -4, max: 2 }),
      width: fc.integer({ min: 1, max: 5 }),
      factor: fc.constantFrom(0.5, 1, 1.5, -1, 3),
      shift: fc.constantFrom(0, 0.5, -0.25),
      rounding: fc.constantFrom('Round', 'Floor', 'Ceil'),
      behind: fc.boolean(),
      bias: fc.tuple(fc.integer({ min: -8, max: 8 }), fc.integer({ min: -8, max: 8 })),
    })
    let onChip = 0
    fc.assert(
      fc.property(choice, ({ low, width, factor, shift, rounding, behind, bias }) => {
        const network = imported(
          (b, x) => {
            const front = behind ? x : clip(b, x, low, low + width)
            const scaled = b.node('Add', [b.node('Mul', [front, b.scalar(factor)]), b.scalar(shift)])
            const rounded = b.node(rounding, [scaled])
            return behind ? clip(b, rounded, low, low + width) : rounded
          },
          bias.map((v) => v / 8),
        )
        if (network.layers.length === 2) {
          onChip++
          expectEqual(network)
        }
      }),
      { numRuns: 100 },
    )
    expect(onChip).toBeGreaterThan(50)
  })
})

test('a rounding without bounds, with bounds that are not whole, or used unclipped as well, is no quantiser', () => {
  expect(imported((b, x) => b.node('Round', [x])).layers).toHaveLength(1)
  const between = imported((b, x) => clip(b, b.node('Round', [b.node('Mul', [x, b.scalar(2)])]), -0.5, 1.5))
  expect(between.layers).toHaveLength(1)
  const twice = imported((b, x) => {
    const rounded = b.node('Round', [x])
    return b.node('Sub', [clip(b, rounded, 0, 1), rounded])
  })
  expect(twice.layers).toHaveLength(1)
})
