import { describe, expect, test } from 'vitest'
import { compareLayers, type ImportOptions, importOnnx, type Network } from '../src/index.js'
import { OnnxBuilder } from './support/onnx-builder.js'

type Pattern = (b: OnnxBuilder, x: string) => string

const BOOL_TO_FLOAT = { to: 1 }

const cast = (b: OnnxBuilder, x: string) => b.node('Cast', [x], BOOL_TO_FLOAT)
/** 2x − 1 */
const spread = (b: OnnxBuilder, x: string) => b.node('Sub', [b.node('Mul', [x, b.scalar(2)]), b.scalar(1)])
const compare = (b: OnnxBuilder, operator: string, x: string) => b.node(operator, [x, b.scalar(0)])

/** How exporters write a sign with two levels, and the sign that they give to 0. */
const PATTERNS: Readonly<Record<string, readonly [Pattern, 1 | -1]>> = {
  'Sign(Sign(x) + 0.1)': [(b, x) => b.node('Sign', [b.node('Add', [b.node('Sign', [x]), b.scalar(0.1)])]), 1],
  'Where(x ≥ 0, 1, −1)': [
    (b, x) => b.node('Where', [compare(b, 'GreaterOrEqual', x), b.scalar(1), b.scalar(-1)]),
    1,
  ],
  'Where(x > 0, 1, −1)': [
    (b, x) => b.node('Where', [compare(b, 'Greater', x), b.scalar(1), b.scalar(-1)]),
    -1,
  ],
  'Where(x < 0, −1, 1)': [(b, x) => b.node('Where', [compare(b, 'Less', x), b.scalar(-1), b.scalar(1)]), 1],
  'Where(x ≤ 0, −1, 1)': [
    (b, x) => b.node('Where', [compare(b, 'LessOrEqual', x), b.scalar(-1), b.scalar(1)]),
    -1,
  ],
  'Where(not x < 0, 1, −1)': [
    (b, x) => b.node('Where', [b.node('Not', [compare(b, 'Less', x)]), b.scalar(1), b.scalar(-1)]),
    1,
  ],
  'Cast(x ≥ 0) · 2 − 1': [(b, x) => spread(b, cast(b, compare(b, 'GreaterOrEqual', x))), 1],
  'Cast(x > 0) · 2 − 1': [(b, x) => spread(b, cast(b, compare(b, 'Greater', x))), -1],
  '1 − 2 · Cast(x < 0)': [
    (b, x) => b.node('Sub', [b.scalar(1), b.node('Mul', [b.scalar(2), cast(b, compare(b, 'Less', x))])]),
    1,
  ],
  'sign of a clipped value': [
    (b, x) => {
      const clipped = b.node('Clip', [x, b.scalar(-1), b.scalar(1)])
      return b.node('Where', [compare(b, 'GreaterOrEqual', clipped), b.scalar(1), b.scalar(-1)])
    },
    1,
  ],
  'Sign(x + half a step)': [(b, x) => b.node('Sign', [b.node('Add', [x, b.scalar(0.5)])]), 1],
  BipolarQuant: [(b, x) => b.bipolar(x), 1],
}

/** A layer of four inputs whose sums can be 0, a sign of it, and another layer, its latent weights signed alike. */
function imported(pattern: Pattern, options: ImportOptions = {}): Network {
  const b = new OnnxBuilder()
  const sums = b.node('MatMul', [b.bipolarInput(), b.float([1, 1, 1, -1, -1, 1, 1, 1], [4, 2])])
  const weights = pattern(b, b.float([0.25, -3, 0, 0.5, -0.125, 7], [2, 3]))
  const y = b.node('MatMul', [pattern(b, sums), weights])
  return importOnnx(b.build(y, { input: [1, 4] }), options)
}

const IMAGES = Array.from({ length: 16 }, (_, bits) =>
  Uint8Array.from({ length: 4 }, (_, i) => ((bits >> i) & 1) * 255),
)

describe('signs of plain ONNX', () => {
  test.each(Object.entries(PATTERNS))('%s', (_, [pattern, zero]) => {
    const network = imported(pattern)
    expect(network.segments).toEqual([])
    expect(network.layers).toHaveLength(2)
    const { levels, thresholds, direction } = network.layers[0].quantiser!
    expect(levels).toEqual({ unit: 1, first: -1, step: 2, count: 2 })
    expect(Array.from(direction)).toEqual([1, 1])
    expect(Array.from(thresholds[0])).toEqual(zero === 1 ? [0, 0] : [2, 2])
    for (const image of IMAGES)
      expect(compareLayers(network, image)).toMatchObject({ difference: undefined, layers: 3 })
  })
})
