import type { Layer } from './network.js'

/** Range of K = Σ weight × code, and Σ weight, by output channel; all taps inside. */
export function codeSumRange(layer: Pick<Layer, 'weights' | 'inLevels' | 'output'>) {
  const { channels } = layer.output
  const row = layer.weights.length / channels
  const [low, high, weightSums] = [0, 1, 2].map(() => new Float64Array(channels))
  const top = layer.inLevels.count - 1
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
