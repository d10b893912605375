import type { SourceGraph } from '../graph/source-graph.js'
import type { HeadStep } from './head.js'
import type { Levels } from './levels.js'

/** Size of a feature map; a fully connected layer's is 1 × 1 pixel. */
export interface MapShape {
  readonly channels: number
  readonly height: number
  readonly width: number
}

/** How a raw byte becomes the value that the network's input takes: byte / 255 in float32, or the byte. */
export type InputScale = 'unit' | 'raw'

/** The quantised input: code of a raw byte = `codes[number of thresholds ≤ byte]`. */
export interface NetworkInput {
  /** Name of the source tensor that holds the quantised input. */
  readonly tensor: string
  readonly shape: readonly number[]
  readonly elements: number
  readonly scale: InputScale
  readonly levels: Levels
  /** Ascending thresholds on 0..255 (256: never): one list for all elements, or one an element. */
  readonly thresholds: readonly (readonly number[])[]
  readonly codes: readonly number[]
}

/** From integer sums to codes: code = number of thresholds ≤ direction × sum. */
export interface LayerQuantiser {
  /** Name of the source tensor that holds the quantised result. */
  readonly tensor: string
  readonly levels: Levels
  /** 1, or −1 where a negative factor made the function fall; by output channel. */
  readonly direction: Int8Array
  /** [level − 1][channel], integers, or ±Infinity for never and always. */
  readonly thresholds: readonly Float64Array[]
  /** Distance of the nearest real threshold from a reachable sum, in sums; 0 for an exact tie. */
  readonly margin: number
  /** Thresholds that lie exactly on a reachable sum. */
  readonly ties: number
}

/** A layer of integer weights: a convolution, of which a fully connected layer is the 1 × 1 case. */
export interface Layer {
  readonly name: string
  readonly kind: 'dense'
  /** Name of the source tensor that holds the sums, which is sum × unit there. */
  readonly tensor: string
  readonly input: MapShape
  readonly output: MapShape
  readonly kernel: { readonly width: number; readonly height: number }
  readonly stride: { readonly x: number; readonly y: number }
  readonly pad: {
    readonly left: number
    readonly right: number
    readonly top: number
    readonly bottom: number
  }
  readonly inLevels: Levels
  /** [output channel][ky][kx][input channel], integers. */
  readonly weights: Int32Array
  /** Real value of an integer weight of 1, by output channel. */
  readonly weightUnits: Float64Array
  /** Undefined for the last layer, whose sums go to the host. */
  readonly quantiser: LayerQuantiser | undefined
}

/** A network as exact integer arithmetic between its input bytes and the sums of its last layer. */
export interface Network {
  readonly name: string
  readonly source: SourceGraph
  readonly input: NetworkInput
  readonly layers: readonly Layer[]
  readonly classes: number
  /** What the host does to the last sums. */
  readonly head: readonly HeadStep[]
}

/** Multiply-accumulates of a layer for one input. */
export function layerMacs(layer: Layer): number {
  return layer.weights.length * layer.output.width * layer.output.height
}
