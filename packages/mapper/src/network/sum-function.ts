import type { UnsupportedError } from '../errors.js'
import type { Layer } from './network.js'
import type { Segment } from './segment.js'

/** The part of a layer that its sums depend on. */
export type SumSource = Pick<Layer, 'weights' | 'weightUnits' | 'inLevels' | 'output'>

/** Range of K = Σ weight × code, and Σ weight, by output channel. */
export function codeSumRange(layer: Pick<Layer, 'weights' | 'inLevels' | 'output'>) {
  const { channels } = layer.output
  const inputs = layer.weights.length / channels
  const [low, high, weightSums] = [0, 1, 2].map(() => new Float64Array(channels))
  const top = layer.inLevels.count - 1
  for (let c = 0; c < channels; c++) {
    for (let i = c * inputs; i < (c + 1) * inputs; i++) {
      const weight = layer.weights[i]
      weightSums[c] += weight
      if (weight > 0) high[c] += top * weight
      else low[c] += top * weight
    }
  }
  return { low, high, weightSums }
}

/**
 * The reference evaluation behind a layer as a function of its code sums K = Σ weight × code.
 *
 * Every channel is turned by `direction` so that its code rises with the point it is evaluated at.
 */
export class SumFunction {
  readonly channels: number
  readonly direction: Int8Array
  /** Least and greatest reachable point, by channel. */
  readonly start: Float64Array
  readonly end: Float64Array
  readonly #weightSums: Float64Array
  readonly #position: Int32Array
  readonly #codeOf: ReadonlyMap<number, number>

  /** @param values - the values of the result, ascending */
  constructor(
    readonly layer: SumSource,
    readonly segment: Segment,
    values: readonly number[],
    readonly refuseHere: (reason: string) => UnsupportedError,
  ) {
    const { low, high, weightSums } = codeSumRange(layer)
    this.channels = layer.output.channels
    this.#weightSums = weightSums
    this.#codeOf = new Map(values.map((value, code) => [value, code]))
    this.#position = new Int32Array(this.channels)
    for (const [position, channel] of segment.order().entries()) this.#position[channel] = position
    this.direction = new Int8Array(this.channels).fill(1)
    const [atLow, atHigh] = [this.codes(low), this.codes(high)]
    this.direction = Int8Array.from(atLow, (code, c) => (code > atHigh[c] ? -1 : 1))
    this.start = low.map((value, c) => (this.direction[c] > 0 ? value : -high[c]))
    this.end = high.map((value, c) => (this.direction[c] > 0 ? value : -low[c]))
  }

  /** direction × Σ weight × (first + step × code), the source's integer sum, at a point. */
  sum(channel: number, point: number): number {
    const { first, step } = this.layer.inLevels
    return first * this.direction[channel] * this.#weightSums[channel] + step * point
  }

  /** Codes of the result where channel c is at `points[c]`, which may be real. */
  codes(points: Float64Array): Int32Array {
    const { inLevels, weightUnits } = this.layer
    const values = points.map(
      (point, c) => this.direction[c] * this.sum(c, point) * (inLevels.unit * weightUnits[c]),
    )
    const { data } = this.segment.run(values)
    return Int32Array.from(this.#position, (position) => {
      const code = this.#codeOf.get(data[position])
      if (code === undefined) throw this.refuseHere(`its result ${data[position]} is not one of its levels`)
      return code
    })
  }
}
