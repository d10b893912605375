import { codeSumRange } from './code-sums.js'
import type { Layer } from './layer.js'
import { codePlanes } from './levels.js'

type Summed = Pick<Layer, 'kind' | 'weights' | 'inLevels' | 'output'>

/** Centred sums of a layer, on which its scale works: sum = (step × centred + constant[channel]) / 2. */
export interface Centring {
  readonly step: number
  readonly constant: Float64Array
}

/**
 * From sums to centred sums, 2 Σ weight × code − (2^planes − 1) Σ weight: what the planes of ±1 of the codes give, whatever
 * the levels are. The centred sum of a wide layer is its value.
 */
export function centring({ kind, weights, inLevels, output }: Summed): Centring {
  const { channels } = output
  if (kind === 'wide') return { step: 2, constant: new Float64Array(channels) }
  const { first, step } = inLevels
  const perWeight = 2 * first + step * (2 ** codePlanes(inLevels) - 1)
  const row = weights.length / channels
  const constant = Float64Array.from({ length: channels }, (_, c) => {
    let sum = 0
    if (perWeight !== 0) for (let i = c * row; i < (c + 1) * row; i++) sum += weights[i]
    return perWeight * sum
  })
  return { step, constant }
}

/** Least and greatest centred sum of each output channel of a layer of weights; with taps left out they are between. */
export function centredRange(layer: Summed): { readonly low: Float64Array; readonly high: Float64Array } {
  const { low, high, weightSums } = codeSumRange(layer)
  const spread = 2 ** codePlanes(layer.inLevels) - 1
  const centre = (sum: number, c: number) => 2 * sum - spread * weightSums[c]
  return { low: low.map(centre), high: high.map(centre) }
}
