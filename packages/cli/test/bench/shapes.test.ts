import { PRESETS } from '@concord/arch'
import { expect, it } from 'vitest'
import { convolutionShape, measureShape } from '../../src/bench/shapes.js'

// docs/decisions/0017-28-sums-and-32-post-lanes.md: 95 % at least
it.each([
  [64, 64, 56, 0.99],
  [64, 128, 28, 0.98],
  [128, 128, 28, 0.99],
  [64, 64, 28, 0.98],
  [128, 128, 56, 0.99],
  [128, 256, 14, 0.98],
  [192, 192, 28, 0.95],
  [256, 256, 28, 0.97],
  [256, 256, 14, 0.95],
  [256, 512, 14, 0.95],
])(
  '3 x 3 of %i to %i channels, side %i, on caravel with its weights loaded: the array is busy',
  (...args) => {
    const [inputs, outputs, size, least] = args
    const { busy } = measureShape(convolutionShape(inputs, outputs, size), PRESETS.caravel, 64)
    expect(busy).toBeGreaterThan(least)
    expect(busy).toBeLessThan(1)
  },
)
