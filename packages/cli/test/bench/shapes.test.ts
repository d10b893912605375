import { PRESETS } from '@concord/arch'
import { expect, it } from 'vitest'
import { convolutionShape, measureShape } from '../../src/bench/shapes.js'

// docs/decisions/0011-eighteen-words-of-weights.md
it.each([
  [64, 64, 56, 0.99],
  [64, 128, 28, 0.98],
  [128, 128, 28, 0.99],
  [256, 256, 14, 0.93],
])(
  '3 x 3 of %i to %i channels, side %i, on caravel with its weights loaded: the array is busy',
  (...args) => {
    const [inputs, outputs, size, least] = args
    const { busy } = measureShape(convolutionShape(inputs, outputs, size), PRESETS.caravel, 64)
    expect(busy).toBeGreaterThan(least)
    expect(busy).toBeLessThan(1)
  },
)
