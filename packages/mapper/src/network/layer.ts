import type { Levels } from './levels.js'
import type { Border, MapShape } from './map-shape.js'
import type { Scale } from './scale.js'

/** From integer sums to codes: code = number of thresholds ≤ direction × sum. */
export interface LayerQuantiser {
  /** Name of the source tensor that holds the quantised result. */
  readonly tensor: string
  /** Position in it of each element, channel by channel; undefined when it has them in this order. */
  readonly places: Int32Array | undefined
  readonly levels: Levels
  /** 1, or −1 where a negative factor made the function fall; by output channel. */
  readonly direction: Int8Array
  /** [level − 1][channel], integers, or ±Infinity for never and always. */
  readonly thresholds: readonly Float64Array[]
  /** Distance of the nearest real threshold from a reachable sum, in sums; 0 for an exact tie. */
  readonly margin: number
  /** Thresholds that lie exactly on a reachable sum, and channels that have such. */
  readonly ties: number
  readonly tiedChannels: number
}

/** Largest, or smallest, code of each window; pixels of `pad` take no part. */
export interface Pool {
  readonly width: number
  readonly height: number
  readonly strideX: number
  readonly strideY: number
  readonly pad: Border
  /** 1 where a negative factor behind the pooling makes it the smallest code; by output channel. */
  readonly minimum: Uint8Array
}

/**
 * A layer of integer weights, or what is done to wide values.
 *
 * Every layer of weights is a convolution; a fully connected one has a kernel as large as its input map and one output
 * pixel. A layer of kind `wide` has no weights: its sums are the wide values of its inputs, as they are.
 */
export interface Layer {
  /** Unique; how other layers refer to its result. */
  readonly id: string
  readonly name: string
  /** What the source calls it. */
  readonly kind: 'conv' | 'dense' | 'wide'
  /** Name of the source tensor that holds the sums, which is sum × unit there. */
  readonly tensor: string
  /** Position in it of each sum, channel by channel; undefined when it has them in this order. */
  readonly places: Int32Array | undefined
  /** Ids of the layers, of the network's input or of what the host sends, whose channels, one after another, are its input. */
  readonly inputs: readonly string[]
  readonly input: MapShape
  /** Map of the sums, before pooling. */
  readonly output: MapShape
  readonly kernel: { readonly width: number; readonly height: number }
  readonly stride: { readonly x: number; readonly y: number }
  readonly dilation: { readonly x: number; readonly y: number }
  readonly pad: Border
  /** Code that padding pixels have, by input channel; undefined: taps that lie outside add nothing. */
  readonly padCodes: Int32Array | undefined
  /** Channels are split into this many groups, which do not see each other. */
  readonly groups: number
  readonly inLevels: Levels
  /** [output channel][ky][kx][input channel of its group], integers. */
  readonly weights: Int32Array
  /** Real value of an integer weight of 1, by output channel. */
  readonly weightUnits: Float64Array
  /** Pooling of the codes; with `scale` the window whose values are added. */
  readonly pool: Pool | undefined
  /** Undefined for the last layer, whose sums go to the host, and for those whose result is wide. */
  readonly quantiser: LayerQuantiser | undefined
  /** How the sums become the wide values that are the result. */
  readonly scale?: Scale | undefined
}

/** Ids of all maps that a layer reads: its inputs, and wide values that it adds or multiplies. */
export function readIds({ inputs, scale }: Pick<Layer, 'inputs' | 'scale'>): readonly string[] {
  return [...inputs, ...(scale?.residual ?? []), ...(scale?.accumulate ?? [])]
}

/** Multiply-accumulates of a layer for one input; taps on padding count. */
export function layerMacs(layer: Layer): number {
  return layer.weights.length * layer.output.width * layer.output.height
}

/** Map of a layer's result, behind the pooling. */
export function resultMap({ output, pool }: Pick<Layer, 'output' | 'pool'>): MapShape {
  if (pool === undefined) return output
  const { pad } = pool
  return {
    channels: output.channels,
    height: Math.floor((output.height + pad.top + pad.bottom - pool.height) / pool.strideY) + 1,
    width: Math.floor((output.width + pad.left + pad.right - pool.width) / pool.strideX) + 1,
  }
}
