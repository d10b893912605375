import type { Tensor, Variable } from '@tensorflow/tfjs'
import { Adam } from '../adam.js'
import type { Tf } from '../backend.js'
import { type Random, uniformValues } from '../random.js'
import type { Parameter, Parameters } from './parameters.js'

interface Trained {
  readonly variable: Variable
  readonly adam: Adam
}

/** The trained tensors of a network by name, made when first asked for. */
export class Variables {
  readonly #tf: Tf
  readonly #random: Random
  readonly #trained = new Map<string, Trained>()

  readonly #first: Parameters | undefined

  /**
   * @param random - for the initial weights
   * @param first - values to start from in their place, by name
   */
  constructor(tf: Tf, random: Random, first?: Parameters) {
    this.#tf = tf
    this.#random = random
    this.#first = first
  }

  /**
   * Weights, uniform at first (Glorot, Bengio 2010).
   *
   * @param limit - latent weights are clipped to `-limit..limit` after every step
   */
  weight(name: string, shape: readonly number[], limit: number): Tensor {
    const outputs = shape[shape.length - 1]
    const inputs = shape[shape.length - 2]
    const taps = shape.slice(0, -2).reduce((product, size) => product * size, 1)
    const spread = Math.sqrt(6 / (taps * (inputs + outputs)))
    return this.#variable(
      name,
      shape,
      () => uniformValues(this.#random, taps * inputs * outputs, spread),
      limit,
    )
  }

  /** One value a channel. */
  channels(name: string, count: number, start: (channel: number) => number): Tensor {
    const values = () => Float32Array.from({ length: count }, (_, channel) => start(channel))
    return this.#variable(name, [count], values, Infinity)
  }

  /** Moves every variable against its gradient. */
  step(gradients: Readonly<Record<string, Tensor>>, learningRate: number): void {
    for (const { variable, adam } of this.#trained.values()) adam.step(gradients[variable.name], learningRate)
  }

  get isEmpty(): boolean {
    return this.#trained.size === 0
  }

  /** Every variable. */
  list(): Variable[] {
    return Array.from(this.#trained.values(), ({ variable }) => variable)
  }

  /** The values as they stand. */
  *values(): Generator<[string, Parameter]> {
    for (const [name, { variable }] of this.#trained)
      yield [name, { shape: variable.shape, values: Float32Array.from(variable.dataSync()) }]
  }

  /** Frees every tensor. */
  dispose(): void {
    for (const { variable, adam } of this.#trained.values()) {
      adam.dispose()
      variable.dispose()
    }
  }

  #variable(name: string, shape: readonly number[], start: () => Float32Array, limit: number): Tensor {
    let trained = this.#trained.get(name)
    if (trained === undefined) {
      const values = this.#first?.get(name)?.values ?? start()
      const variable = this.#tf.variable(this.#tf.tensor(values, shape as number[]))
      trained = { variable, adam: new Adam(this.#tf, variable, limit) }
      this.#trained.set(name, trained)
    }
    return trained.variable
  }
}
