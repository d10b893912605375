import type { Layer } from './network.js'

/** By output channel. */
export interface CodeSums {
  readonly low: Float64Array
  readonly high: Float64Array
  readonly weightSums: Float64Array
}

/** Of the weights asked for last; a layer's are asked for again and again. */
const KNOWN = new WeakMap<Int32Array, { readonly top: number; readonly sums: CodeSums }>()

/** Range of K = Σ weight × code, and Σ weight, by output channel; all taps inside. */
export function codeSumRange(layer: Pick<Layer, 'weights' | 'inLevels' | 'output'>): CodeSums {
  const top = layer.inLevels.count - 1
  const known = KNOWN.get(layer.weights)
  if (known?.top === top && known.sums.low.length === layer.output.channels) return known.sums
  const sums = sumRange(layer, top)
  KNOWN.set(layer.weights, { top, sums })
  return sums
}

function sumRange(layer: Pick<Layer, 'weights' | 'output'>, top: number): CodeSums {
  const { channels } = layer.output
  const row = layer.weights.length / channels
  const [low, high, weightSums] = [0, 1, 2].map(() => new Float64Array(channels))
  for (let c = 0; c < channels; c++) {
    for (let i = c * row; i < (c + 1) * row; i++) {
      const weight = layer.weights[i]
      weightSums[c] += weight
      if (weight > 0) high[c] += top * weight
      else low[c] += top * weight
    }
  }
  return { low, high, weightSums }
}
