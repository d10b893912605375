import { PRESETS } from '@concord/arch'
import { expect, it } from 'vitest'
import { measureConvolution } from '../../src/bench/shapes.js'

// docs/decisions/0019-a-run-has-both-weight-banks.md: 95 % at least, up to the channels whose weights fit both banks
const CHANNELS = [
  [64, 64],
  [64, 128],
  [128, 128],
  [128, 256],
  [192, 192],
  [256, 256],
  [256, 512],
] as const

it.each(
  CHANNELS.flatMap(([inputs, outputs]) => [28, 14, 8, 7].map((size) => [inputs, outputs, size] as const)),
)(
  '3 x 3 of %i to %i channels, side %i, on caravel with its weights loaded: the array is busy for 95 %',
  (inputs, outputs, size) => {
    const { busy } = measureConvolution(inputs, outputs, size, PRESETS.caravel, 1024)
    expect(busy).toBeGreaterThan(0.95)
    expect(busy).toBeLessThan(1)
  },
)
