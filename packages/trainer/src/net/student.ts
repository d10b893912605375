import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs'
import type { Tf } from '../backend.js'
import { MNIST_CLASSES } from '../mnist.js'
import type { Random } from '../random.js'
import type { ImageBatch } from './image-batches.js'
import type { NetDefinition } from './ops.js'
import type { Parameters } from './parameters.js'
import { type TrainMode, TrainOps } from './train-ops.js'
import { Variables } from './variables.js'

/** Temperature of the answers that are compared when distilling (Hinton et al. 2015). */
const TEMPERATURE = 2

/** Result of one training step. */
export interface StepResult {
  /** Mean loss over the batch, in nats. */
  readonly loss: number
  /** Images of the batch classified right before the step. */
  readonly correct: number
}

/** A teacher's logits on a batch, and the share of the loss that follows them. */
export interface Teaching {
  readonly teacher: Student
  readonly share: number
}

/** A network while it is trained. */
export class Student {
  readonly #tf: Tf
  readonly #define: NetDefinition
  readonly #variables: Variables
  readonly #ops: TrainOps

  /**
   * @param random - for the initial weights
   * @param first - values to start from in their place, by name
   */
  constructor(tf: Tf, define: NetDefinition, mode: TrainMode, random: Random, first?: Parameters) {
    this.#tf = tf
    this.#define = define
    this.#variables = new Variables(tf, random, first)
    this.#ops = new TrainOps(tf, this.#variables, mode)
  }

  /** Takes one step down the gradient of the batch's cross-entropy. */
  step(batch: ImageBatch, learningRate: number, teaching?: Teaching): StepResult {
    const tf = this.#tf
    return tf.tidy(() => {
      const images = this.#images(batch)
      const oneHot = tf.tensor2d(batch.oneHot, [batch.size, MNIST_CLASSES])
      const wanted = teaching && tf.softmax(tf.div(teaching.teacher.#logits(images), TEMPERATURE))
      // Variables that come into being inside variableGrads would get no gradient.
      if (this.#variables.isEmpty) tf.tidy(() => this.#logits(images))
      let correct = 0
      const { value, grads } = tf.variableGrads(() => {
        const logits = this.#logits(images) as Tensor2D
        correct = tf
          .sum(tf.cast(tf.equal(tf.argMax(logits, 1), tf.argMax(oneHot, 1)), 'float32'))
          .dataSync()[0]
        const labels = crossEntropy(tf, oneHot, logits)
        if (teaching === undefined || wanted === undefined) return labels
        const soft = tf.mul(crossEntropy(tf, wanted, tf.div(logits, TEMPERATURE)), TEMPERATURE ** 2)
        return tf.add(tf.mul(labels, 1 - teaching.share), tf.mul(soft, teaching.share)) as Scalar
      }, this.#variables.list())
      this.#variables.step(grads, learningRate)
      return { loss: value.dataSync()[0], correct }
    })
  }

  /**
   * Ends the training: batch normalisation takes the statistics of `batch` from here on.
   *
   * Statistics of the final network: running averages of training follow weights that were still changing.
   */
  freeze(batch: ImageBatch): void {
    this.#tf.tidy(() => {
      this.#logits(this.#images(batch))
      this.#ops.freeze()
    })
  }

  /** The values as they stand, without statistics. */
  trained(): Parameters {
    return new Map(this.#variables.values())
  }

  /** The trained values and the frozen statistics. */
  parameters(): Parameters {
    return new Map([...this.#variables.values(), ...this.#ops.statisticValues()])
  }

  /** Logits `size * 10`, in float32. */
  answers(batch: ImageBatch): Float32Array {
    return this.#tf.tidy(() => Float32Array.from(this.#logits(this.#images(batch)).dataSync()))
  }

  /** Frees every tensor. */
  dispose(): void {
    this.#variables.dispose()
    this.#ops.dispose()
  }

  #images({ size, pixels }: ImageBatch): Tensor {
    return this.#tf.tensor4d(pixels, [size, 28, 28, 1])
  }

  #logits(images: Tensor): Tensor {
    return this.#define(this.#ops, images)
  }
}

/** Mean over the images of `-sum(wanted * log softmax(logits))`, in nats. */
function crossEntropy(tf: Tf, wanted: Tensor, logits: Tensor): Scalar {
  return tf.neg(tf.mean(tf.sum(tf.mul(wanted, tf.logSoftmax(logits as Tensor2D)), 1))) as Scalar
}
