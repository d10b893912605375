import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs'
import type { Tf } from '../backend.js'
import { BATCH_NORM_EPSILON } from '../mlp.js'
import { batchNorm } from './batch-norm.js'
import { type Convolutions, createConvolutions } from './convolution.js'
import { estimatedWeights } from './estimated-weights.js'
import { estimatedCodes, estimatedSign, type SignGradient, signs } from './estimators.js'
import type { ConvOptions, DenseOptions, NetOps } from './ops.js'
import type { Parameter } from './parameters.js'
import { multiply } from './product.js'
import type { Variables } from './variables.js'
import { scaledQuantiser, type WeightQuantiser, type WeightScale } from './weight-quantiser.js'

/** Latent weights behind a sign are held where its gradient passes. */
const LATENT_LIMIT = 1

/** How a definition is trained. */
export interface TrainMode {
  /** Real weights, and ReLU instead of every sign and quantiser. */
  readonly twin: boolean
  /** Scale of all sign weights in place of the family's own. */
  readonly weightScale: WeightScale | 'own'
  readonly signGradient: SignGradient
}

/** Runs a definition on TensorFlow.js: maps `[images, rows, columns, channels]`, vectors `[images, channels]`. */
export class TrainOps implements NetOps<Tensor> {
  readonly #tf: Tf
  readonly #variables: Variables
  readonly #mode: TrainMode
  readonly #convolutions: Convolutions
  /** Mean and variance of the last batch by parameter name. */
  readonly #statistics = new Map<string, Tensor1D>()
  #frozen = false
  #input: Tensor | undefined

  constructor(tf: Tf, variables: Variables, mode: TrainMode) {
    this.#tf = tf
    this.#variables = variables
    this.#mode = mode
    this.#convolutions = createConvolutions(tf)
  }

  /** The statistics of the last batch, as parameters. */
  *statisticValues(): Generator<[string, Parameter]> {
    for (const [name, tensor] of this.#statistics)
      yield [name, { shape: tensor.shape, values: Float32Array.from(tensor.dataSync()) }]
  }

  /** Keeps the statistics of the last batch for all that follow. */
  freeze(): void {
    for (const tensor of this.#statistics.values()) this.#tf.keep(tensor)
    this.#frozen = true
  }

  /** Frees what is kept. */
  dispose(): void {
    if (this.#frozen) this.#tf.dispose([...this.#statistics.values()])
  }

  pixels(x: Tensor): Tensor {
    this.#input = x
    return x
  }

  conv(x: Tensor, name: string, options: ConvOptions): Tensor {
    const { outputs, kernel, stride = 1, pad = 0, depthwise = false, weights, bias = false } = options
    const shape = [kernel, kernel, depthwise ? 1 : x.shape[3]!, outputs]
    const weight = this.#weight(name, shape, weights) as Tensor4D
    const convolve = depthwise
      ? this.#convolutions.convolveDepthwise
      : x === this.#input
        ? this.#convolutions.convolveInput
        : this.#convolutions.convolve
    const sums = convolve(x as Tensor4D, weight, { kernel, stride, pad })
    return bias ? this.#addChannels(sums, `${name}.bias`) : sums
  }

  dense(x: Tensor, name: string, { outputs, weights, bias = false }: DenseOptions): Tensor {
    const weight = this.#weight(name, [x.shape[1]!, outputs], weights) as Tensor2D
    const sums = multiply(this.#tf, x as Tensor2D, weight)
    return bias ? this.#addChannels(sums, `${name}.bias`) : sums
  }

  batchNorm(x: Tensor, name: string): Tensor {
    const gamma = this.#variables.channels(`${name}.gamma`, channelsOf(x), () => 1)
    const beta = this.#variables.channels(`${name}.beta`, channelsOf(x), () => 0)
    if (this.#frozen) {
      const statistic = (part: string) => this.#statistics.get(`${name}.${part}`)!
      const [mean, variance] = [statistic('mean'), statistic('variance')]
      return this.#tf.batchNorm(x, mean, variance, beta as Tensor1D, gamma as Tensor1D, BATCH_NORM_EPSILON)
    }
    const { value, mean, variance } = batchNorm(this.#tf, x, gamma, beta, BATCH_NORM_EPSILON)
    this.#statistics.set(`${name}.mean`, mean).set(`${name}.variance`, variance)
    return value
  }

  pixelSigns(x: Tensor): Tensor {
    const centred = this.#tf.sub(this.#tf.mul(x, 2), 1)
    return this.#mode.twin ? centred : signs(this.#tf, centred)
  }

  sign(x: Tensor, twin: 'relu' | 'nothing' = 'relu'): Tensor {
    if (!this.#mode.twin) return estimatedSign(this.#tf, this.#mode.signGradient, x)
    return twin === 'relu' ? this.#tf.relu(x) : x
  }

  quantise(x: Tensor, bits: number, step: number): Tensor {
    return this.#mode.twin ? this.#tf.relu(x) : estimatedCodes(this.#tf, bits, step, x)
  }

  relu(x: Tensor): Tensor {
    return this.#tf.relu(x)
  }

  prelu(x: Tensor, name: string): Tensor {
    const tf = this.#tf
    const slope = this.#variables.channels(`${name}.slope`, channelsOf(x), () => 0.25)
    return tf.sub(tf.relu(x), tf.mul(tf.relu(tf.neg(x)), slope))
  }

  shift(x: Tensor, name: string, start: (channel: number) => number = () => 0): Tensor {
    return this.#addChannels(x, `${name}.shift`, start)
  }

  gain(x: Tensor, name: string, start: number, fanIn: number): Tensor {
    const first = this.#mode.twin ? start : start / Math.sqrt(fanIn)
    return this.#tf.mul(
      x,
      this.#variables.channels(`${name}.gain`, channelsOf(x), () => first),
    )
  }

  stretch(x: Tensor, factor: number): Tensor {
    return this.#mode.twin ? x : this.#tf.mul(x, factor)
  }

  add(x: Tensor, y: Tensor): Tensor {
    return this.#tf.add(x, y)
  }

  mul = (x: Tensor, y: Tensor): Tensor => this.#tf.mul(x, y)

  concat(xs: readonly Tensor[]): Tensor {
    return this.#tf.concat([...xs], xs[0].rank - 1)
  }

  maxPool(x: Tensor, size: number): Tensor {
    return this.#tf.maxPool(x as Tensor4D, size, size, 'valid')
  }

  averagePool(x: Tensor, size: number): Tensor {
    return this.#tf.avgPool(x as Tensor4D, size, size, 'valid')
  }

  inputScale(sums: Tensor, input: Tensor, kernel: number, pad: number): Tensor {
    if (this.#mode.twin) return sums
    const tf = this.#tf
    const magnitude = tf.mean<Tensor4D>(tf.abs(input), 3, true)
    const box = tf.fill([kernel, kernel, 1, 1], 1 / kernel ** 2) as Tensor4D
    return tf.mul(sums, this.#convolutions.convolve(magnitude, box, { kernel, stride: 1, pad }))
  }

  globalAverage(x: Tensor): Tensor {
    return this.#tf.mean(x, [1, 2])
  }

  /** Channel by channel, the order of ONNX' Flatten. */
  flatten(x: Tensor): Tensor {
    return this.#tf.reshape(this.#tf.transpose(x, [0, 3, 1, 2]), [x.shape[0], -1])
  }

  rows(x: Tensor): Tensor[] {
    return this.#tf.unstack(this.#tf.squeeze(x, [3]), 1)
  }

  split(x: Tensor, count: number): Tensor[] {
    return this.#tf.split(x, count, 1)
  }

  sigmoid(x: Tensor): Tensor {
    return this.#tf.sigmoid(x)
  }

  tanh(x: Tensor): Tensor {
    return this.#tf.tanh(x)
  }

  #weight(name: string, shape: readonly number[], quantiser: WeightQuantiser): Tensor {
    const { twin, weightScale } = this.#mode
    const used: WeightQuantiser = twin ? { kind: 'real' } : scaledQuantiser(quantiser, weightScale)
    const latent = this.#variables.weight(
      `${name}.weight`,
      shape,
      used.kind === 'sign' ? LATENT_LIMIT : Infinity,
    )
    return estimatedWeights(this.#tf, used, latent)
  }

  #addChannels(x: Tensor, name: string, start: (channel: number) => number = () => 0): Tensor {
    return this.#tf.add(x, this.#variables.channels(name, channelsOf(x), start))
  }
}

const channelsOf = (x: Tensor) => x.shape[x.rank - 1]!
