import { DataError } from '../errors.js'
import { type HostGraph, runHostGraph } from './host-graph.js'
import { inputValue } from './input-code.js'
import type { InputScale } from './network.js'

/** The layers in front of the first quantiser, which the host runs in the source's arithmetic; plain JSON. */
export type Stem = {
  readonly graph: HostGraph
  /** Why the chip does not run it. */
  readonly reason: string
  /** Bytes of one input. */
  readonly elements: number
  readonly scale: InputScale
  /** Values of its result, ascending; the chip gets their numbers. */
  readonly values: readonly number[]
}

/**
 * Runs the stem.
 *
 * @param bytes - of one input, in the order of the source
 * @returns number of each value, in the order of the source's tensor
 * @throws DataError when there are more or fewer bytes than the network takes
 */
export function runStem({ graph, elements, scale, values }: Stem, bytes: Uint8Array): Uint8Array {
  if (bytes.length !== elements) {
    throw new DataError(
      'Wrong input size',
      'input of the network',
      `${bytes.length} bytes, expected ${elements}`,
      'give images of the size that the network was trained for',
    )
  }
  const numbers = new Map(values.map((value, i) => [value, i]))
  const { data } = runHostGraph(
    graph,
    Float64Array.from(bytes, (byte) => inputValue(scale, byte)),
  )
  return Uint8Array.from(data, (value) => numbers.get(value)!)
}
