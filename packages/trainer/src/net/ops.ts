import type { WeightQuantiser } from './weight-quantiser.js'

/** Geometry and weights of a two-dimensional convolution. */
export interface ConvOptions {
  readonly outputs: number
  /** Side of the square kernel. */
  readonly kernel: number
  /** @defaultValue 1 */
  readonly stride?: number
  /** Zeros on every side. @defaultValue 0 */
  readonly pad?: number
  /** One filter for each channel, `outputs` being the number of channels. @defaultValue false */
  readonly depthwise?: boolean
  readonly weights: WeightQuantiser
  /** A real bias for each output. @defaultValue false */
  readonly bias?: boolean
}

/** Weights of a fully connected layer. */
export interface DenseOptions {
  readonly outputs: number
  /**
   * Layers of the file that share the outputs in equal parts, in order; until `split` into as many, only `gain`, `shift`, `stretch`
   * and `add` may follow. @defaultValue 1
   */
  readonly parts?: number
  readonly weights: WeightQuantiser
  /** A real bias for each output. @defaultValue false */
  readonly bias?: boolean
}

/**
 * What networks are made of; a definition is written once against these and is trained, exported and doubled in float.
 *
 * Maps have channels; `name` is unique in the network and names the parameters.
 */
export interface NetOps<T> {
  /** Grey values as 8-bit codes over 255. */
  pixels(x: T): T
  conv(x: T, name: string, options: ConvOptions): T
  dense(x: T, name: string, options: DenseOptions): T
  batchNorm(x: T, name: string): T
  /** Pixels as signs: +1 from one half on; `2x - 1` in the float twin. */
  pixelSigns(x: T): T
  /** Sign, 0 becoming +1; ReLU in the float twin, or nothing when `twin` says so. */
  sign(x: T, twin?: 'relu' | 'nothing'): T
  /** Codes `0..2^bits - 1` times `step`; ReLU in the float twin. */
  quantise(x: T, bits: number, step: number): T
  relu(x: T): T
  /** A slope for negative values, one a channel. */
  prelu(x: T, name: string): T
  /** Adds a trained constant, one a channel, that starts at 0 or as `start` says. */
  shift(x: T, name: string, start?: (channel: number) => number): T
  /**
   * Multiplies sums by a trained constant, one a channel.
   *
   * @param start - where it starts for sums of deviation 1
   * @param fanIn - signs in a sum, whose deviation is the root of it; the float twin's real weights give sums of about 1
   */
  gain(x: T, name: string, start: number, fanIn: number): T
  /** Multiplies by a constant; nothing in the float twin, whose values are not those of signs. */
  stretch(x: T, factor: number): T
  add(x: T, y: T): T
  mul(x: T, y: T): T
  /** Along the channels. */
  concat(xs: readonly T[]): T
  /** Windows of `size`, not overlapping; what does not fill a window is left out. */
  maxPool(x: T, size: number): T
  averagePool(x: T, size: number): T
  /**
   * XNOR-Net's K: multiplies the sums of a convolution by the mean magnitude of what was under its kernel; nothing in the twin.
   *
   * @param input - what the convolution took the signs of, stride 1
   */
  inputScale(sums: T, input: T, kernel: number, pad: number): T
  /** Mean over the map: a vector of channels. */
  globalAverage(x: T): T
  /** A vector of channels, each with its rows and columns. */
  flatten(x: T): T
  /** Lines of a map of one channel, from the top, each a vector. */
  rows(x: T): T[]
  /** A vector of `channels` in `count` equal parts. */
  split(x: T, count: number, channels: number): T[]
  sigmoid(x: T): T
  tanh(x: T): T
}

/** A network from pixels `[28, 28, 1]` in 0..1 to ten logits. */
export type NetDefinition = <T>(ops: NetOps<T>, pixels: T) => T
