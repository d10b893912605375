import { intOf, intsOf } from '../attributes.js'
import type { OnnxNode } from '../model.js'
import type { Operator } from '../operator.js'
import { unreadable } from '../unreadable.js'
import type { Value } from '../value.js'

/** Pools of maps. */
export const MAPS: Readonly<Record<string, Operator>> = {
  MaxPool: (node, [x]) => [pool(node, x, (values) => Math.max(...values))],
  AveragePool: (node, [x]) => {
    const [height, width] = intsOf(node, 'kernel_shape', [])
    const padded = intsOf(node, 'pads', [0]).some((pad) => pad > 0)
    if (padded && intOf(node, 'count_include_pad', 0) === 0) throw unreadable(node, `it must count pads`)
    return [pool(node, x, (values) => values.reduce((sum, value) => sum + value, 0) / (height * width))]
  },
  ReduceMean: (node, [x]) => {
    const [images, channels, height, width] = x.shape
    if (intsOf(node, 'axes', []).join() !== '1') throw unreadable(node, `it must reduce the channels`)
    const area = height * width
    const data = new Float64Array(images * area)
    for (let i = 0; i < x.data.length; i++)
      data[Math.floor(i / (channels * area)) * area + (i % area)] += x.data[i] / channels
    return [{ shape: [images, 1, height, width], data }]
  },
  GlobalAveragePool: (_, [x]) => {
    const [images, channels, height, width] = x.shape
    const area = height * width
    const data = new Float64Array(images * channels)
    for (let i = 0; i < x.data.length; i++) data[Math.floor(i / area)] += x.data[i]
    return [{ shape: [images, channels, 1, 1], data: data.map((sum) => sum / area) }]
  },
}

/** Gives `reduce` what each window holds of the map. */
function pool(node: OnnxNode, x: Value, reduce: (values: readonly number[]) => number): Value {
  const [images, channels, height, width] = x.shape
  const [kernelHeight, kernelWidth] = intsOf(node, 'kernel_shape', [])
  const [strideY, strideX] = intsOf(node, 'strides', [1, 1])
  const [top, left, bottom, right] = intsOf(node, 'pads', [0, 0, 0, 0])
  const rows = Math.floor((height + top + bottom - kernelHeight) / strideY) + 1
  const columns = Math.floor((width + left + right - kernelWidth) / strideX) + 1
  const data = new Float64Array(images * channels * rows * columns)
  for (let i = 0; i < data.length; i++) {
    const plane = Math.floor(i / (rows * columns)) * height * width
    const firstY = (Math.floor(i / columns) % rows) * strideY - top
    const firstX = (i % columns) * strideX - left
    const values: number[] = []
    for (let y = Math.max(0, firstY); y < Math.min(height, firstY + kernelHeight); y++) {
      for (let column = Math.max(0, firstX); column < Math.min(width, firstX + kernelWidth); column++)
        values.push(x.data[plane + y * width + column])
    }
    data[i] = reduce(values)
  }
  return { shape: [images, channels, rows, columns], data }
}
