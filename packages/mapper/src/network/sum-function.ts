import type { UnsupportedError } from '../errors.js'
import type { ChannelFunction } from './channel-function.js'
import type { Draft } from './draft.js'
import { sumLattice } from './sum-lattice.js'

/**
 * The codes behind some layers as a function of their sums, channel by channel.
 *
 * Every channel is turned by `direction` so that its code rises with the point it is evaluated at; points are the
 * reachable sums, numbered from 0.
 */
export class SumFunction {
  readonly channels: number
  readonly direction: Int8Array
  /** Number of the greatest point, by channel. */
  readonly last: Float64Array
  /** Distance of neighbouring points, in sums. */
  readonly step: Float64Array
  readonly #first: Float64Array
  readonly #units: Float64Array
  readonly #codeOf: ReadonlyMap<number, number>

  /**
   * @param drafts - the layers whose channels, one after another, are those of the function
   * @param values - the values of the result, ascending
   */
  constructor(
    drafts: readonly Draft[],
    readonly f: ChannelFunction,
    values: readonly number[],
    readonly refuseHere: (reason: string) => UnsupportedError,
  ) {
    const lattices = drafts.map(({ body }) => sumLattice(body))
    const all = (pick: 'least' | 'greatest' | 'step') =>
      Float64Array.from(lattices.flatMap((lattice) => Array.from(lattice[pick])))
    const [least, greatest] = [all('least'), all('greatest')]
    this.step = all('step')
    this.channels = least.length
    this.#units = Float64Array.from(
      drafts.flatMap(({ body }) => Array.from(body.weightUnits, (unit) => body.inLevels.unit * unit)),
    )
    this.#codeOf = new Map(values.map((value, code) => [value, code]))
    this.direction = new Int8Array(this.channels).fill(1)
    this.#first = least
    this.last = greatest.map((sum, c) => (sum - least[c]) / this.step[c])
    const [atLow, atHigh] = [this.codes(new Float64Array(this.channels)), this.codes(this.last)]
    this.direction = Int8Array.from(atLow, (code, c) => (code > atHigh[c] ? -1 : 1))
    this.#first = least.map((sum, c) => (this.direction[c] > 0 ? sum : -greatest[c]))
  }

  /** direction × sum at a point, which may be between two. */
  sum(channel: number, point: number): number {
    return this.#first[channel] + this.step[channel] * point
  }

  /** What the layers' tensors hold where channel c is at `points[c]`. */
  values(points: Float64Array): Float64Array {
    const values = new Float64Array(this.channels)
    for (let c = 0; c < this.channels; c++) {
      values[c] = this.direction[c] * this.sum(c, points[c]) * this.#units[c]
    }
    return values
  }

  /** Codes of the result where channel c is at `points[c]`, which may be real. */
  codes(points: Float64Array): Int32Array {
    const results = this.f.at(this.values(points))
    const codes = new Int32Array(this.channels)
    for (let c = 0; c < this.channels; c++) codes[c] = this.codeOf(results[c])
    return codes
  }

  /** Code of a value of the result. */
  codeOf(value: number): number {
    const code = this.#codeOf.get(value)
    if (code === undefined) throw this.refuseHere(`its result ${value} is not one of its levels`)
    return code
  }
}
