import { tensor } from '../../graph/tensor.js'
import type { GraphBuilder } from '../graph-builder.js'
import type { LayerGeometry } from './geometry.js'
import type { LayerParameters } from './parameter-files.js'

/** Fully connected first layers pad their inputs to words of 64 bits. */
const PADDING_MAX = 63

/** Pixels of the image without the padding, whose weights are +1 in every row. */
export function inputShape(first: LayerGeometry, { weights }: LayerParameters): number[] {
  if (first.kind === 'conv') return [1, first.inChannels, first.inSize, first.inSize]
  const { inputs, outputs } = first
  const padding = (column: number) =>
    Array.from({ length: outputs }, (_, row) => weights[row * inputs + column]).every((w) => w === 1)
  let used = inputs
  while (used > 1 && inputs - used < PADDING_MAX && padding(used - 1)) used--
  return [1, used]
}

/** q = min(round(256 × byte / 255 − 128), 127), a number in units of 1/128. */
export function fixedPointInput(b: GraphBuilder): string {
  const scalar = (name: string, value: number) => b.constant(`input/${name}`, tensor([value], []))
  const scaled = b.node('Mul', 'input/scaled', ['input', scalar('256_255', 256 / 255)])
  const shifted = b.node('Sub', 'input/shifted', [scaled, scalar('128', 128)])
  return b.node('Quant', 'input/fixed', [shifted, scalar('scale', 1), scalar('zero', 0), scalar('bits', 8)], {
    signed: 1,
    narrow: 0,
    rounding_mode: 'ROUND',
  })
}

/** Pixels from 128 on are +1, others −1. */
export function binaryInput(b: GraphBuilder): string {
  const threshold = b.constant('input/threshold', tensor([128], [1, 1]))
  return b.node('MultiThreshold', 'input/bits', ['input', threshold], { out_scale: 2, out_bias: -1 })
}
