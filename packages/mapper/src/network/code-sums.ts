import type { Layer } from './layer.js'

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

function sumRange({ weights, output }: Pick<Layer, 'weights' | 'output'>, top: number): CodeSums {
  const { channels } = output
  const row = weights.length / channels
  const [low, high, weightSums] = [0, 1, 2].map(() => new Float64Array(channels))
  for (let c = 0; c < channels; c++) {
    let [all, positive] = [0, 0]
    for (let i = c * row; i < (c + 1) * row; i++) {
      const weight = weights[i]
      all += weight
      if (weight > 0) positive += weight
    }
    weightSums[c] = all
    high[c] = top * positive
    low[c] = top * (all - positive)
  }
  return { low, high, weightSums }
}
