import type { PostMode } from '@concord/arch'
import type { Layer } from '../network/layer.js'
import type { Network } from '../network/network.js'
import type { Scale } from '../network/scale.js'
import type { WeightPlanes } from './weight-planes.js'

/** From chip sums to the source's integers: integer = (sum × step + offset[class]) / divisor, exactly. */
export interface Readout {
  readonly step: number
  readonly offset: readonly number[]
  readonly divisor: number
}

/**
 * A layer in ±1 planes, independent of any chip.
 *
 * The chip's sum of an output is Σ over plane pairs of 2^exponent × (weight plane · activation plane).
 */
export interface PlaneLayer {
  readonly layer: Layer
  readonly actPlanes: number
  /** In the order of the layer's weights: [output channel][ky][kx][input channel of its group]. */
  readonly weights: WeightPlanes
  /** Code that padding pixels have on the chip, by input channel; undefined: taps that lie outside are skipped. */
  readonly padCodes: Int32Array | undefined
  /** Top of each output channel that is stored as top − code; −1 for those stored as they are. */
  readonly complements: Int32Array
  readonly mode: PostMode
  /** [threshold][output]: code = number of thresholds ≤ sum. */
  readonly thresholds: readonly Int32Array[]
  /** [slot][output]: what the post unit takes, in order; the thresholds, behind the parameters of `scale`. */
  readonly parameters: readonly Int32Array[]
  /** Of SCALE: the layer's own, with the shift that the chip's sums ask for. */
  readonly scale: Scale | undefined
  /** Planes of the result: of the codes, or of the sums for RAW; 0 where it is wide. */
  readonly outPlanes: number
  /** Every reachable sum and every threshold lies in min..max. */
  readonly sumRange: { readonly min: number; readonly max: number }
  /** Of the last layer. */
  readonly readout: Readout | undefined
}

/** A network in ±1 planes: what every chip computes. */
export interface PlaneNetwork {
  readonly network: Network
  readonly layers: readonly PlaneLayer[]
}
