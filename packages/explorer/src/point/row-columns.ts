import { METRIC_NAMES, type Metrics } from '../space/metrics.js'
import type { ParameterName } from '../space/schema.js'
import type { Parameters } from './point.js'
import { BOUNDS, type NetworkRow } from './row.js'

/** What all rows of a plan have in common: with it, a row is a list of numbers. */
export interface RowShape {
  /** In alphabetical order, as in every point. */
  readonly parameters: readonly ParameterName[]
  readonly networks: readonly { readonly name: string; readonly batch: number }[]
}

/** Figures of a network's row that are numbers, in their order in results. */
const FIGURES = [
  ...(['cycles', 'streamBytes', 'outputBytes', 'latencyUs', 'energyNj', 'powerMw'] as const),
  ...(['opsPerCycle', 'bytesPerCycle', 'computeShare', 'loadShare', 'postShare'] as const),
] as const satisfies readonly (keyof NetworkRow)[]

/** Numbers of one network: its figures, and what bounds it. */
const NETWORK_WIDTH = FIGURES.length + 1

/** The numbers of a row by their columns: parameters, metrics, then those of each network. */
export class RowColumns {
  /** Numbers of one row. */
  readonly width: number
  readonly #metricsAt: number
  readonly #networksAt: number

  constructor(readonly shape: RowShape) {
    this.#metricsAt = shape.parameters.length
    this.#networksAt = this.#metricsAt + METRIC_NAMES.length
    this.width = this.#networksAt + NETWORK_WIDTH * shape.networks.length
  }

  /** Column of a parameter or metric; −1 when there is none. */
  columnOf(name: string): number {
    const parameter = (this.shape.parameters as readonly string[]).indexOf(name)
    if (parameter >= 0) return parameter
    const metric = (METRIC_NAMES as readonly string[]).indexOf(name)
    return metric < 0 ? -1 : this.#metricsAt + metric
  }

  /** Whether parameters are those of the shape, in its order. */
  fit(parameters: Parameters): boolean {
    const names = Object.keys(parameters)
    return (
      names.length === this.shape.parameters.length &&
      names.every((name, i) => name === this.shape.parameters[i])
    )
  }

  packParameters(parameters: Parameters, into: Float64Array, at: number): void {
    const names = this.shape.parameters
    for (let i = 0; i < names.length; i++) into[at + i] = parameters[names[i]]!
  }

  packFigures(metrics: Metrics, networks: readonly NetworkRow[], into: Float64Array, at: number): void {
    let place = at + this.#metricsAt
    for (const name of METRIC_NAMES) into[place++] = metrics[name]
    for (const network of networks) {
      for (const name of FIGURES) into[place++] = network[name]
      into[place++] = BOUNDS.indexOf(network.bound)
    }
  }

  parameters(from: Float64Array, at: number): Parameters {
    const names = this.shape.parameters
    const parameters: Partial<Record<ParameterName, number>> = {}
    for (let i = 0; i < names.length; i++) parameters[names[i]] = from[at + i]
    return parameters
  }

  metrics(from: Float64Array, at: number): Metrics {
    const place = at + this.#metricsAt
    return Object.fromEntries(METRIC_NAMES.map((name, i) => [name, from[place + i]])) as Metrics
  }

  networks(from: Float64Array, at: number): NetworkRow[] {
    return this.shape.networks.map(({ name, batch }, n) => {
      let place = at + this.#networksAt + n * NETWORK_WIDTH
      const row: Record<string, unknown> = { network: name, batch }
      for (const figure of FIGURES) row[figure] = from[place++]
      row.bound = BOUNDS[from[place]]
      return row as unknown as NetworkRow
    })
  }
}
