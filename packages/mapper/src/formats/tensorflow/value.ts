import { formatShape } from '../../graph/tensor.js'
import type { GraphBuilder } from '../graph-builder.js'

/**
 * A computed tensor of a TensorFlow or Keras model.
 *
 * `shape` is that of the model, channels last and without the batch; the graph holds the tensor as ONNX does, batch
 * and channels first.
 */
export interface Value {
  readonly tensor: string
  readonly shape: readonly number[]
}

/** Values of the largest map that is read: 64 channels of a megapixel. */
const ELEMENTS_MAX = 2 ** 26

/** Makes a value; RangeError when it is empty or too large. */
export function makeValue(tensor: string, shape: readonly number[]): Value {
  const elements = shape.reduce((product, size) => product * size, 1)
  if (!(elements >= 1 && elements <= ELEMENTS_MAX))
    throw new RangeError(`its result would be ${formatShape(shape)}`)
  return { tensor, shape }
}

/** Channels of a value: its last axis. */
export function channelsOf({ shape }: Value): number {
  return shape[shape.length - 1]
}

/** Axis of the graph's tensor that holds axis `axis` of the model's shape. */
export function graphAxis(axis: number, rank: number): number {
  return axis === rank - 1 ? 1 : axis + 2
}

/** Shape in which one value a channel meets the graph's tensor: C for vectors, C × 1 × 1 for maps. */
export function channelShape({ shape }: Value, channels: number): number[] {
  return [channels, ...new Array<number>(shape.length - 1).fill(1)]
}

/**
 * The input of a model as a value: the graph takes it channels last, as the model does, and turns it round.
 *
 * @param name - name of the graph's input, which is claimed
 */
export function inputMap(
  b: GraphBuilder,
  name: string,
  shape: readonly number[],
): { readonly input: string; readonly value: Value } {
  const input = b.claim(name)
  const rank = shape.length
  if (rank === 1) return { input, value: makeValue(input, shape) }
  const perm = [0, rank, ...Array.from({ length: rank - 1 }, (_, axis) => axis + 1)]
  return { input, value: makeValue(b.node('Transpose', `${input}/channelsFirst`, [input], { perm }), shape) }
}
