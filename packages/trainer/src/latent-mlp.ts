import type { Scalar, Tensor1D, Tensor2D, Variable } from '@tensorflow/tfjs'
import { Adam } from './adam.js'
import type { Tf } from './backend.js'
import type { Batch } from './batches.js'
import { BATCH_NORM_EPSILON } from './mlp.js'
import { MNIST_CLASSES } from './mnist.js'
import type { LayerParameters } from './population.js'
import { type Random, uniformValues } from './random.js'
import { createStraightThrough, type StraightThrough } from './straight-through.js'

interface LatentLayer {
  readonly inputs: number
  readonly outputs: number
  /** Latent weights `[inputs, outputs]` in -1..1; their signs are the weights. */
  readonly latent: Variable
  readonly gamma: Variable
  readonly beta: Variable
}

/** Result of one training step. */
export interface StepResult {
  /** Mean cross-entropy over the batch, in nats. */
  readonly loss: number
  /** Images of the batch classified right before the step. */
  readonly correct: number
}

/** The network while it is trained: latent real weights behind sign functions. */
export class LatentMlp {
  readonly #tf: Tf
  readonly #ops: StraightThrough
  readonly #layers: LatentLayer[]
  readonly #optimisers: { readonly variable: Variable; readonly adam: Adam }[]

  /**
   * @param widths - inputs, hidden widths and classes
   * @param random - for the initial weights (Glorot, Bengio 2010, uniform)
   */
  constructor(tf: Tf, widths: readonly number[], random: Random) {
    this.#tf = tf
    this.#ops = createStraightThrough(tf)
    this.#layers = widths.slice(1).map((outputs, l) => {
      const inputs = widths[l]
      const values = uniformValues(random, inputs * outputs, Math.sqrt(6 / (inputs + outputs)))
      return {
        inputs,
        outputs,
        latent: tf.variable(tf.tensor2d(values, [inputs, outputs])),
        gamma: tf.variable(tf.ones([outputs])),
        beta: tf.variable(tf.zeros([outputs])),
      }
    })
    this.#optimisers = this.#layers.flatMap(({ latent, gamma, beta }) => [
      { variable: latent, adam: new Adam(tf, latent, 1) },
      { variable: gamma, adam: new Adam(tf, gamma, Infinity) },
      { variable: beta, adam: new Adam(tf, beta, Infinity) },
    ])
  }

  /** Takes one step down the gradient of the batch's cross-entropy. */
  step(batch: Batch, learningRate: number): StepResult {
    const tf = this.#tf
    return tf.tidy(() => {
      const act = tf.tensor2d(batch.act, [batch.act.length / this.#layers[0].inputs, this.#layers[0].inputs])
      const oneHot = tf.tensor2d(batch.oneHot, [act.shape[0], MNIST_CLASSES])
      let correct = 0
      const { value, grads } = tf.variableGrads(() => {
        const logits = this.#forward(act)
        correct = tf
          .sum(tf.cast(tf.equal(tf.argMax(logits, 1), tf.argMax(oneHot, 1)), 'float32'))
          .dataSync()[0]
        return tf.neg(tf.mean(tf.sum(tf.mul(oneHot, tf.logSoftmax(logits)), 1))) as Scalar
      })
      for (const { variable, adam } of this.#optimisers) adam.step(grads[variable.name], learningRate)
      return { loss: value.dataSync()[0], correct }
    })
  }

  /** The binarised weights and the batch normalisation's factors as they stand. */
  parameters(): LayerParameters[] {
    return this.#layers.map(({ inputs, outputs, latent, gamma, beta }) => {
      const values = latent.dataSync()
      const signs = new Int8Array(outputs * inputs)
      for (let output = 0; output < outputs; output++) {
        for (let input = 0; input < inputs; input++) {
          signs[output * inputs + input] = values[input * outputs + output] >= 0 ? 1 : -1
        }
      }
      return {
        inputs,
        outputs,
        signs,
        gamma: Float32Array.from(gamma.dataSync()),
        beta: Float32Array.from(beta.dataSync()),
      }
    })
  }

  /** Frees every tensor. */
  dispose(): void {
    for (const { variable, adam } of this.#optimisers) {
      adam.dispose()
      variable.dispose()
    }
  }

  #forward(input: Tensor2D): Tensor2D {
    let act = input
    const last = this.#layers.length - 1
    for (const [l, { latent, gamma, beta }] of this.#layers.entries()) {
      const multiply = l === 0 ? this.#ops.matMulSignsOfInput : this.#ops.matMulSigns
      const sums = multiply(act, latent as unknown as Tensor2D)
      const normalised = this.#batchNorm(sums, gamma as unknown as Tensor1D, beta as unknown as Tensor1D)
      act = l === last ? normalised : this.#ops.signActivation(normalised)
    }
    return act
  }

  /** Batch normalisation with the statistics of the batch. */
  #batchNorm(sums: Tensor2D, gamma: Tensor1D, beta: Tensor1D): Tensor2D {
    const tf = this.#tf
    const centred = tf.sub(sums, tf.mean(sums, 0))
    const variance = tf.mean(tf.square(centred), 0)
    return tf.add(tf.mul(centred, tf.mul(gamma, tf.rsqrt(tf.add(variance, BATCH_NORM_EPSILON)))), beta)
  }
}
