import type { Tensor, Variable } from '@tensorflow/tfjs'
import type { Tf } from './backend.js'

const BETA1 = 0.9
const BETA2 = 0.999
const EPSILON = 1e-7

/** Adam (Kingma, Ba 2015) for one variable. */
export class Adam {
  readonly #tf: Tf
  readonly #variable: Variable
  readonly #limit: number
  readonly #moment1: Variable
  readonly #moment2: Variable
  #decay1 = 1
  #decay2 = 1

  /** @param limit - the variable is clipped to `-limit..limit` after every step */
  constructor(tf: Tf, variable: Variable, limit: number) {
    this.#tf = tf
    this.#variable = variable
    this.#limit = limit
    this.#moment1 = tf.variable(tf.zerosLike(variable), false)
    this.#moment2 = tf.variable(tf.zerosLike(variable), false)
  }

  /** Moves the variable against `gradient` (same shape) by about `learningRate`. */
  step(gradient: Tensor, learningRate: number): void {
    const tf = this.#tf
    this.#decay1 *= BETA1
    this.#decay2 *= BETA2
    const rate = (learningRate * Math.sqrt(1 - this.#decay2)) / (1 - this.#decay1)
    tf.tidy(() => {
      const moment1 = tf.add(tf.mul(this.#moment1, BETA1), tf.mul(gradient, 1 - BETA1))
      const moment2 = tf.add(tf.mul(this.#moment2, BETA2), tf.mul(tf.square(gradient), 1 - BETA2))
      const change = tf.div(tf.mul(moment1, rate), tf.add(tf.sqrt(moment2), EPSILON))
      const moved = tf.sub(this.#variable, change)
      this.#moment1.assign(moment1)
      this.#moment2.assign(moment2)
      this.#variable.assign(this.#limit < Infinity ? tf.clipByValue(moved, -this.#limit, this.#limit) : moved)
    })
  }

  dispose(): void {
    this.#moment1.dispose()
    this.#moment2.dispose()
  }
}
