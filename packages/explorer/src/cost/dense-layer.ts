import type { PlaneLayer, PlaneNetwork } from '@concord/mapper'

/** What a fully connected layer's cost depends on; its weights' values are not among it. */
export interface DenseLayer {
  readonly name: string
  readonly inputs: number
  readonly outputs: number
  readonly actPlanes: number
  /** Of the weight planes. */
  readonly exponents: readonly number[]
  readonly raw: boolean
  readonly thresholds: number
  readonly outPlanes: number
  /** Bits of its sums. */
  readonly sumBits: number
}

/** The layers of a network of fully connected layers only; undefined for any other. */
export function denseLayers({ layers }: PlaneNetwork): DenseLayer[] | undefined {
  return layers.every(isDense) ? layers.map(denseLayer) : undefined
}

function isDense({ layer }: PlaneLayer): boolean {
  const single = ({ width, height }: { readonly width: number; readonly height: number }) =>
    width === 1 && height === 1
  return layer.kind === 'dense' && single(layer.input) && single(layer.output) && single(layer.kernel)
}

function denseLayer(plane: PlaneLayer): DenseLayer {
  const { layer, actPlanes, weights, mode, thresholds, outPlanes, sumRange } = plane
  return {
    name: layer.name,
    inputs: layer.input.channels,
    outputs: layer.output.channels,
    actPlanes,
    exponents: weights.exponents,
    raw: mode === 'RAW',
    thresholds: thresholds.length,
    outPlanes,
    sumBits: Math.ceil(Math.log2(Math.max(-sumRange.min, sumRange.max + 1, 1))) + 1,
  }
}
