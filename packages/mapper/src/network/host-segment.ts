import { DataError } from '../errors.js'
import type { Tensor } from '../graph/tensor.js'
import { byteCodes, type MapEncoding } from './byte-codes.js'
import { type HostInput, type HostNodes, hostMacs, runHostNodes } from './host-graph.js'
import type { Kept } from './kept.js'

/** A layer's result that the host takes from the chip, and where the source has it; plain JSON. */
export type SegmentInput = HostInput & {
  /** Id of the layer. */
  readonly id: string
  /** Position of each element in the tensor, channel by channel; empty: in this order. */
  readonly places: readonly number[]
  /** Of sums: real value of an integer sum of 1, by channel; empty for codes. */
  readonly units: readonly number[]
  /** Of codes: the value of each; empty for sums. */
  readonly values: readonly number[]
}

/** The map that goes back to the chip. */
export interface SegmentResult extends MapEncoding {
  /** Tensor that the nodes give; `tensor` holds the same behind functions of each element. */
  readonly made: string
  /** Values that its elements can have, ascending; `thresholds` and `codes` work on their numbers. */
  readonly values: readonly number[]
  /** Position in the tensor of each element of the map, channel by channel. */
  readonly places: Int32Array
}

/** A part of the source between layers of the chip, which the host runs in the source's arithmetic. */
export interface HostSegment {
  /** Unique; how layers refer to its result. */
  readonly id: string
  /** Why the chip does not run it. */
  readonly reason: string
  /** Layers in front of it in the network's order. */
  readonly before: number
  readonly inputs: readonly SegmentInput[]
  /** Tensors that earlier parts of the host have kept, and that later parts will need. */
  readonly needs: readonly HostInput[]
  readonly keeps: readonly string[]
  readonly part: HostNodes
  /** Undefined when it only keeps tensors for the host. */
  readonly result: SegmentResult | undefined
}

/** What running a segment takes; plain data, as a program holds it. */
export type RunnableSegment = Pick<HostSegment, 'needs' | 'keeps' | 'part'> & {
  readonly result?: Omit<SegmentResult, 'tensor' | 'places' | 'levels'> | undefined
}

/**
 * Runs a segment for one input.
 *
 * @param entering - what its inputs hold, in their order
 * @param kept - by earlier parts of the host; takes what this one keeps
 * @returns codes of the result, channel by channel; undefined when it has none
 */
export function runSegment(
  { needs, keeps, part, result }: RunnableSegment,
  entering: readonly (readonly [string, Tensor])[],
  kept: Kept,
): Int32Array | undefined {
  const values = runHostNodes(part, [...keptTensors(needs, kept), ...entering])
  for (const name of keeps) kept.set(name, values.get(name)!)
  if (result === undefined) return undefined
  return byteCodes(result, numbersOf(result.values, values.get(result.made)!.data))
}

/**
 * Number of each value among those that there can be.
 *
 * @throws DataError for a value that is none of them
 */
export function numbersOf(known: readonly number[], values: Float64Array): Uint8Array {
  const numbers = new Map(known.map((value, i) => [value, i]))
  return Uint8Array.from(values, (value) => {
    const number = numbers.get(value)
    if (number !== undefined) return number
    const why = `${value} is none of the ${known.length} values that its quantiser gives`
    throw new DataError('A value has no code', 'result of the host', why, 'report it with the network')
  })
}

/**
 * The real tensor that an input is.
 *
 * @param integers - sums or codes, channel by channel
 */
export function enteringTensor(
  { tensor, shape, places, units, values }: SegmentInput,
  integers: ArrayLike<number>,
): readonly [string, Tensor] {
  const data = new Float64Array(integers.length)
  const pixels = integers.length / units.length
  for (let i = 0; i < integers.length; i++) {
    const value = units.length > 0 ? integers[i] * units[Math.floor(i / pixels)] : values[integers[i]]
    data[places.length > 0 ? places[i] : i] = value
  }
  return [tensor, { shape, data }]
}

/** Multiply-accumulates of a segment for one input. */
export function segmentMacs({ part, inputs, needs }: Pick<HostSegment, 'part' | 'inputs' | 'needs'>): number {
  return hostMacs(part, [...inputs, ...needs])
}

/**
 * Tensors that were kept.
 *
 * @throws DataError when one was not: the parts of the host ran in another order
 */
export function keptTensors(needs: readonly HostInput[], kept: Kept): (readonly [string, Tensor])[] {
  return needs.map(({ tensor: name }) => {
    const tensor = kept.get(name)
    if (tensor !== undefined) return [name, tensor]
    const why = 'no earlier part of the host has kept it'
    throw new DataError('A tensor is missing', name, why, 'run all passes of the program in order')
  })
}
