import type { ChipConfig } from '../config/chip-config.js'

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/**
 * How the host turns the raw bytes of one input into packed activation words.
 *
 * An element's code is the number of thresholds ≤ its value; `planeBits[code]` holds its planes, bit p being
 * plane p. Word order: plane outermost, then pixel, then group of `lanes` channels; pad bits are 0.
 */
export interface InputEncoding {
  /** Raw bytes of one input: pixels × channels. */
  readonly elements: number
  readonly pixels: number
  readonly channels: number
  /** Order of the raw bytes. */
  readonly sourceOrder: 'channelsLast' | 'channelsFirst'
  readonly planes: number
  /** Ascending thresholds on 0..255, one list for all channels or one a channel. */
  readonly thresholds: readonly (readonly number[])[]
  /** Planes of each code; one more entry than there are thresholds in a list. */
  readonly planeBits: readonly number[]
}

/** Where packed bytes of one input go in the stream. */
export interface InputSlot {
  /** Number of the input in the batch. */
  readonly input: number
  /** First byte of the slot in the stream. */
  readonly byteOffset: number
  readonly bytes: number
  /** First byte of the packed input that belongs here. */
  readonly packedOffset: number
}

/**
 * Where the results of one input lie in the output stream.
 *
 * Words are ordered plane outermost, then group: class `firstClass + c` is bit c mod lanes of word
 * c div lanes of each plane.
 */
export interface OutputSlot {
  readonly input: number
  /** First byte of the slot in the output stream. */
  readonly byteOffset: number
  readonly bytes: number
  readonly firstClass: number
  readonly classes: number
  /** Planes of a sum, two's complement: the last one is the sign. */
  readonly planes: number
}

/** Instructions first..last of the stream, both included. */
export interface InstructionRange {
  readonly first: number
  readonly last: number
}

/** One layer of the network as the mapper placed it. */
export interface LayerInfo {
  readonly name: string
  /** Operator, such as `dense` or `conv`. */
  readonly kind: string
  readonly place: 'chip' | 'host'
  readonly inputShape: readonly number[]
  readonly outputShape: readonly number[]
  readonly actPlanes: number
  readonly weightPlanes: number
  /** Multiply-accumulates of the source layer for one input. */
  readonly macs: number
  /** Words issued to the array for one input. */
  readonly words: number
  /** Its instructions; instructions of no layer are overhead. */
  readonly instructions: readonly InstructionRange[]
}

/** What the host does to the sums: logit = sum × scale + offset, a class each, in float64. */
export interface HostHead {
  readonly scale: readonly number[]
  readonly offset: readonly number[]
}

/** A network mapped to one chip: a stream to send, and where inputs go in and results come out. */
export interface Program {
  readonly config: ChipConfig
  /** Inputs an execution handles. */
  readonly batch: number
  readonly classes: number
  readonly encoding: InputEncoding
  readonly inputs: readonly InputSlot[]
  readonly outputs: readonly OutputSlot[]
  /** Bytes that one execution sends back. */
  readonly outputBytes: number
  readonly layers: readonly LayerInfo[]
  readonly head: HostHead
  /** Where the program came from: source file, its hash, tool version. */
  readonly meta: { readonly [key: string]: Json }
  /** Commands and payload; input slots hold zeros until the host fills them. */
  readonly stream: Uint8Array
}
