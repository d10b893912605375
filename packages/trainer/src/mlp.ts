/** Batch normalisation over integer sums: `(sum - mean) / sqrt(variance + epsilon) * gamma + beta`, in float64. */
export interface BatchNorm {
  readonly gamma: Float32Array
  readonly beta: Float32Array
  readonly mean: Float32Array
  /** Population variance, `>= 0`. */
  readonly variance: Float32Array
  /** A float32 value. */
  readonly epsilon: number
}

/** A fully connected layer of ±1 weights on ±1 inputs, followed by batch normalisation. */
export interface DenseLayer {
  /** Fan-in, `1..32767`. */
  readonly inputs: number
  readonly outputs: number
  /** `outputs * inputs` weights, each -1 or +1; weight of output `o` and input `i` at `o * inputs + i`. */
  readonly signs: Int8Array
  /** One entry an output. */
  readonly norm: BatchNorm
}

/** A BinaryNet MLP: sign after every layer but the last, whose normalised sums are the logits. */
export interface BinaryMlp {
  readonly layers: readonly DenseLayer[]
}

/** The float32 epsilon of every batch normalisation here. */
export const BATCH_NORM_EPSILON = Math.fround(1e-5)

/** Smallest grey value whose `2 * (value / 255) - 1` is not negative, so that it enters the network as +1. */
export const PIXEL_THRESHOLD = 128

/** Normalises one integer sum of output `channel`, in float64. */
export function normalise(norm: BatchNorm, channel: number, sum: number): number {
  const deviation = Math.sqrt(norm.variance[channel] + norm.epsilon)
  return ((sum - norm.mean[channel]) / deviation) * norm.gamma[channel] + norm.beta[channel]
}
