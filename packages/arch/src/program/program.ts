import type { ChipConfig } from '../config/chip-config.js'

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** Windows that the host lays over a map, so that a pixel holds all taps of one. */
export interface PatchGeometry {
  /** Pixels of the packed map: one a window. */
  readonly width: number
  readonly height: number
  readonly kernelWidth: number
  readonly kernelHeight: number
  readonly strideX: number
  readonly strideY: number
  readonly dilationX: number
  readonly dilationY: number
  /** Columns and lines of padding in front of the map. */
  readonly left: number
  readonly top: number
  /** Code of padding, by channel; empty when no tap lies outside. */
  readonly padCodes: readonly number[]
}

/**
 * How the host turns the raw bytes of one input into packed activation words.
 *
 * An element's code is the number of thresholds ≤ its value; `planeBits[code]` holds its planes, bit p being
 * plane p. Packed channel of a patch: (ky · kernelWidth + kx) · channels + channel.
 */
export interface InputEncoding {
  /** Raw bytes of one input: width × height × channels. */
  readonly elements: number
  readonly width: number
  readonly height: number
  readonly channels: number
  /** Order of the raw bytes. */
  readonly sourceOrder: 'channelsLast' | 'channelsFirst'
  readonly planes: number
  /** Ascending thresholds on 0..255: one list for all, one a channel, or one an element in source order. */
  readonly thresholds: readonly (readonly number[])[]
  /** Planes of each code; one more entry than there are thresholds in a list. */
  readonly planeBits: readonly number[]
  /** Null when the map is packed as it is. */
  readonly patch: PatchGeometry | null
}

/**
 * A map that the host holds, one an input: the packed input (number 0), results of layers between passes, and the
 * results of the network (the last one).
 *
 * Word order: pixel by pixel, in a pixel plane by plane, in a plane group by group of `lanes` channels; pad bits 0. A wide
 * map: pixel by pixel, in a pixel words of `postLanes` channels as the wide bank has them; pad values 0.
 */
export interface HostTensor {
  /** Id of the layer that makes it; of the network's input for number 0. */
  readonly name: string
  readonly width: number
  readonly height: number
  readonly channels: number
  /** Of a code; of a sum in two's complement for the results, the last one being the sign. */
  readonly planes: number
  /** Int16 values, of 16 planes, in words of the wide bank. */
  readonly wide?: true | undefined
}

/**
 * Bytes of a tensor in one of the streams: `lines` runs of `bytes` bytes, `byteStep` apart in the stream and
 * `tensorStep` apart in the tensor.
 */
export interface Slot {
  /** Number of the input in the batch. */
  readonly input: number
  readonly tensor: number
  /** First byte in the stream of all passes, or in the output of all passes. */
  readonly byteOffset: number
  /** Of a line. */
  readonly bytes: number
  readonly lines: number
  readonly byteStep: number
  /** First byte in the tensor. */
  readonly tensorOffset: number
  readonly tensorStep: number
}

/** Where bytes of a tensor go in the stream. */
export type InputSlot = Slot

/** Where bytes of the output stream go in a tensor. */
export type OutputSlot = Slot

/** One run of the chip from BEGIN to END. */
export interface Pass {
  /** Its share of the stream. */
  readonly bytes: number
  /** Its share of the output. */
  readonly outputBytes: number
}

/** Instructions first..last of a pass, both included. */
export interface InstructionRange {
  readonly pass: number
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

/**
 * A network mapped to one chip: streams to send, and where inputs go in and results come out.
 *
 * The chip runs the passes one after the other, reset in between; what a pass sends back the host may send again in a
 * later one.
 */
export interface Program {
  readonly config: ChipConfig
  /** Inputs an execution handles. */
  readonly batch: number
  readonly classes: number
  readonly encoding: InputEncoding
  readonly tensors: readonly HostTensor[]
  readonly passes: readonly Pass[]
  readonly inputs: readonly InputSlot[]
  readonly outputs: readonly OutputSlot[]
  /** Bytes that one execution sends back, in all passes. */
  readonly outputBytes: number
  readonly layers: readonly LayerInfo[]
  readonly head: HostHead
  /** Where the program came from: source file, its hash, tool version. */
  readonly meta: { readonly [key: string]: Json }
  /** Commands and payload, pass by pass; input slots hold zeros until the host fills them. */
  readonly stream: Uint8Array
}
