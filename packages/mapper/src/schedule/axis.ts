import type { Layer } from '../network/network.js'
import { resultMap } from '../network/network.js'
import type { Region, Span } from './region.js'

/** A layer's geometry in x or in y. */
export interface Axis {
  /** Of the input map. */
  readonly size: number
  readonly kernel: number
  readonly dilation: number
  readonly stride: number
  /** Padding in front of the map. */
  readonly pad: number
  readonly pool: number
  readonly poolStride: number
  /** Of the result map, behind the pooling. */
  readonly result: number
  /** Whether a tap of some pixel lies outside the map. */
  readonly padded: boolean
}

/** Both axes of a layer. */
export interface Axes {
  readonly x: Axis
  readonly y: Axis
}

export function layerAxes(layer: Layer): Axes {
  const { input, kernel, dilation, stride, pad, pool } = layer
  const result = resultMap(layer)
  return {
    x: withPadding({
      ...{ size: input.width, kernel: kernel.width, dilation: dilation.x, stride: stride.x, pad: pad.left },
      ...{ pool: pool?.width ?? 1, poolStride: pool?.strideX ?? 1, result: result.width },
    }),
    y: withPadding({
      ...{ size: input.height, kernel: kernel.height, dilation: dilation.y, stride: stride.y, pad: pad.top },
      ...{ pool: pool?.height ?? 1, poolStride: pool?.strideY ?? 1, result: result.height },
    }),
  }
}

function withPadding(axis: Omit<Axis, 'padded'>): Axis {
  const [first, last] = reach(axis, { first: 0, count: axis.result })
  return { ...axis, padded: first < 0 || last >= axis.size }
}

/** First and last coordinate that some results need; may lie outside the map. */
export function reach(axis: Omit<Axis, 'padded'>, { first, count }: Span): [number, number] {
  const { kernel, dilation, stride, pad, pool, poolStride } = axis
  const low = first * poolStride * stride - pad
  const pixels = (count - 1) * poolStride + pool
  return [low, low + (pixels - 1) * stride + (kernel - 1) * dilation]
}

/** The part of the input map that some results need; one pixel at least. */
export function inputSpan(axis: Axis, results: Span): Span {
  const [low, high] = reach(axis, results)
  const first = Math.min(Math.max(0, low), axis.size - 1)
  return { first, count: Math.max(first, Math.min(high, axis.size - 1)) - first + 1 }
}

/** The part of the input map that a region of the result needs. */
export function inputRegion({ x, y }: Axes, region: Region): Region {
  const across = inputSpan(x, { first: region.x, count: region.width })
  const down = inputSpan(y, { first: region.y, count: region.height })
  return { x: across.first, y: down.first, width: across.count, height: down.count }
}
