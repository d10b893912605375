import type { Levels } from './levels.js'
import type { MapShape } from './map-shape.js'

/** How a raw byte becomes the value that the network's input takes: byte / 255 in float32, or the byte. */
export type InputScale = 'unit' | 'raw'

/** Order of the bytes of one input: all pixels of a channel together, or all channels of a pixel. */
export type ByteOrder = 'channelsFirst' | 'channelsLast'

/**
 * The quantised input: code of a byte = `codes[number of thresholds ≤ byte]`.
 *
 * Behind a stem, a byte is the number of a value that the stem gives, one an element of `map`.
 */
export interface NetworkInput {
  /** Name by which layers refer to it. */
  readonly id: string
  /** Name of the source tensor that holds the quantised input. */
  readonly tensor: string
  /** Position in it of each element of `map`, channel by channel. */
  readonly places: Int32Array
  /** Shape of the graph's input, the batch included. */
  readonly shape: readonly number[]
  /** Bytes of one input of the graph. */
  readonly elements: number
  /** The input as layers see it; flat when a fully connected layer takes it. */
  readonly map: MapShape
  readonly byteOrder: ByteOrder
  readonly scale: InputScale
  readonly levels: Levels
  /** Ascending thresholds on 0..255 (256: never): one list for all, one a channel of `map`, or one an element. */
  readonly thresholds: readonly (readonly number[])[]
  readonly codes: readonly number[]
  /** Wide values enter instead of codes: real = integer × unit, int16. */
  readonly wideUnit?: number | undefined
}
