import { DataError } from '../errors.js'
import { saturate } from './fixed-point.js'
import { type HostGraph, runHostNodes } from './host-graph.js'
import { numbersOf } from './host-segment.js'
import { inputValue } from './input-code.js'
import type { Kept } from './kept.js'
import type { InputScale } from './network-input.js'

/** The layers in front of the first quantiser, which the host runs in the source's arithmetic; plain JSON. */
export type Stem = {
  readonly graph: HostGraph
  /** Why the chip does not run it. */
  readonly reason: string
  /** Bytes of one input. */
  readonly elements: number
  readonly scale: InputScale
  /** Values of its result, ascending; the chip gets their numbers. None where it gets wide values. */
  readonly values: readonly number[]
  /** Where wide values enter: their unit. They are in the order of the source's tensor, channels first. */
  readonly wideUnit?: number
  /** Tensors that later parts of the host need. */
  readonly keeps?: readonly string[]
}

/**
 * Runs a stem that gives codes.
 *
 * @param bytes - of one input, in the order of the source
 * @param kept - takes what later parts of the host need
 * @returns number of each value, in the order of the source's tensor
 * @throws DataError when there are more or fewer bytes than the network takes
 */
export function runStem(stem: Stem, bytes: Uint8Array, kept?: Kept): Uint8Array {
  return numbersOf(stem.values, stemResult(stem, bytes, kept))
}

/**
 * Runs a stem that gives wide values: the nearest multiple of the unit, halves up.
 *
 * @returns int16 values, in the order of the source's tensor
 * @throws DataError when there are more or fewer bytes than the network takes
 */
export function runWideStem(stem: Stem, bytes: Uint8Array): Int32Array {
  const unit = stem.wideUnit!
  return Int32Array.from(stemResult(stem, bytes), (value) => saturate(Math.floor(value / unit + 0.5)))
}

function stemResult({ graph, elements, scale, keeps }: Stem, bytes: Uint8Array, kept?: Kept): Float64Array {
  if (bytes.length !== elements) {
    throw new DataError(
      'Wrong input size',
      'input of the network',
      `${bytes.length} bytes, expected ${elements}`,
      'give images of the size that the network was trained for',
    )
  }
  const { tensor, shape } = graph.input
  const data = Float64Array.from(bytes, (byte) => inputValue(scale, byte))
  const results = runHostNodes(graph, [[tensor, { shape, data }]])
  for (const name of keeps ?? []) kept?.set(name, results.get(name)!)
  return results.get(graph.output)!.data
}
