import { tensor } from '../../graph/tensor.js'
import type { GraphBuilder } from '../graph-builder.js'
import type { LayerGeometry } from './geometry.js'
import type { LayerParameters } from './parameter-files.js'

/** Sums of products; synapses are stored (ky, kx, channel). */
export function product(
  b: GraphBuilder,
  data: string,
  l: number,
  layer: LayerGeometry,
  { weights }: LayerParameters,
  rows: number,
  used: number,
): string {
  if (layer.kind === 'dense') {
    const values = new Float64Array(used * rows)
    for (let i = 0; i < used; i++) {
      for (let row = 0; row < rows; row++) values[i * rows + row] = weights[row * layer.inputs + i]
    }
    return b.node('MatMul', `layer${l}`, [
      data,
      b.constant(`layer${l}/weights`, tensor(values, [used, rows])),
    ])
  }
  const { kernel, inChannels } = layer
  const taps = kernel ** 2
  const values = new Float64Array(rows * inChannels * taps)
  for (let row = 0; row < rows; row++) {
    for (let tap = 0; tap < taps; tap++) {
      for (let c = 0; c < inChannels; c++) {
        values[(row * inChannels + c) * taps + tap] = weights[(row * taps + tap) * inChannels + c]
      }
    }
  }
  const shape = [rows, inChannels, kernel, kernel]
  return b.node('Conv', `layer${l}`, [data, b.constant(`layer${l}/weights`, tensor(values, shape))], {
    kernel_shape: [kernel, kernel],
    strides: [1, 1],
    pads: [0, 0, 0, 0],
    dilations: [1, 1],
    group: 1,
  })
}

/** What a layer's thresholds and results count. */
export type Count =
  /** Sums of products, over so many padded inputs more than the graph has, each of product −1. */
  | { readonly of: 'sums'; readonly padding: number }
  /** Half units of sums. */
  | { readonly of: 'halves' }
  /** Equal bits of so many. */
  | { readonly of: 'equalBits'; readonly bits: number }

/** The smallest sum that is above each threshold, so that `>=` means the strict `>` of the source. */
export function strictLimits(
  { thresholds, steps }: LayerParameters,
  rows: number,
  count: Count,
): Float64Array {
  return thresholds.subarray(0, rows * steps).map((t) => {
    if (count.of === 'sums') return t + count.padding + 1
    return count.of === 'halves' ? Math.floor(t / 2) + 1 : 2 * t - count.bits + 1
  })
}
