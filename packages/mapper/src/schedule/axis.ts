import type { Layer } from '../network/layer.js'
import { resultMap } from '../network/layer.js'
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
  /** Share of all taps that lie inside. */
  readonly inside: number
}

/** Both axes of a layer. */
export interface Axes {
  readonly x: Axis
  readonly y: Axis
}

const known = new WeakMap<Layer, Axes>()

export function layerAxes(layer: Layer): Axes {
  const found = known.get(layer)
  if (found !== undefined) return found
  const { input, kernel, dilation, stride, pad, pool } = layer
  const result = resultMap(layer)
  const axes = {
    x: withPadding({
      ...{ size: input.width, kernel: kernel.width, dilation: dilation.x, stride: stride.x, pad: pad.left },
      ...{ pool: pool?.width ?? 1, poolStride: pool?.strideX ?? 1, result: result.width },
    }),
    y: withPadding({
      ...{ size: input.height, kernel: kernel.height, dilation: dilation.y, stride: stride.y, pad: pad.top },
      ...{ pool: pool?.height ?? 1, poolStride: pool?.strideY ?? 1, result: result.height },
    }),
  }
  known.set(layer, axes)
  return axes
}

function withPadding(axis: Omit<Axis, 'padded' | 'inside'>): Axis {
  const [first, last] = reach(axis, { first: 0, count: axis.result })
  const padded = first < 0 || last >= axis.size
  const { size, kernel, dilation, stride, pad, pool, poolStride, result } = axis
  const inside = padded ? insideShare(axis) : 1
  return { size, kernel, dilation, stride, pad, pool, poolStride, result, padded, inside }
}

function insideShare({
  size,
  kernel,
  dilation,
  stride,
  pad,
  pool,
  poolStride,
  result,
}: Omit<Axis, 'padded' | 'inside'>): number {
  let inside = 0
  for (let window = 0; window < result; window++) {
    for (let pixel = 0; pixel < pool; pixel++) {
      for (let tap = 0; tap < kernel; tap++) {
        const at = (window * poolStride + pixel) * stride - pad + tap * dilation
        if (at >= 0 && at < size) inside++
      }
    }
  }
  return inside / (result * pool * kernel)
}

/** First and last coordinate that some results need; may lie outside the map. */
export function reach(axis: Omit<Axis, 'padded' | 'inside'>, { first, count }: Span): [number, number] {
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

/** Pixels of that part. */
export function inputPixels({ x, y }: Axes, region: Region): number {
  const across = inputSpan(x, { first: region.x, count: region.width })
  return across.count * inputSpan(y, { first: region.y, count: region.height }).count
}
