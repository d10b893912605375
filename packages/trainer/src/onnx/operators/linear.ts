import { floatOf, intOf, intsOf } from '../attributes.js'
import { multiply } from '../multiply.js'
import type { Operator } from '../operator.js'
import { unreadable } from '../unreadable.js'
import { elementwise, type Value } from '../value.js'

/** Sums of products, and batch normalisation. */
export const LINEAR: Readonly<Record<string, Operator>> = {
  MatMul: (_, [x, weight]) => {
    const [rows, inner] = x.shape
    const columns = weight.shape[1]
    const data = new Float64Array(rows * columns)
    multiply(x.data, weight.data, data, inner)
    return [{ shape: [rows, columns], data }]
  },
  Gemm: (node, [x, weight, bias]) => {
    const [outputs, inputs] = weight.shape
    if (intOf(node, 'transB', 0) !== 1) throw unreadable(node, `it needs transB = 1`)
    const turned = new Float64Array(weight.data.length)
    for (let i = 0; i < turned.length; i++)
      turned[(i % inputs) * outputs + Math.floor(i / inputs)] = weight.data[i]
    const [sums] = LINEAR.MatMul(node, [x, { shape: [inputs, outputs], data: turned }])
    return [bias === undefined ? sums : elementwise(sums, bias, (a, b) => a + b)]
  },
  Conv: (node, [x, weight, bias]) => {
    const sums = convolve(x, weight, {
      stride: intsOf(node, 'strides', [1, 1]),
      pads: intsOf(node, 'pads', [0, 0, 0, 0]),
      groups: intOf(node, 'group', 1),
    })
    if (bias === undefined) return [sums]
    return [elementwise(sums, { shape: [bias.data.length, 1, 1], data: bias.data }, (a, b) => a + b)]
  },
  BatchNormalization: (node, [x, gamma, beta, mean, variance]) => {
    const epsilon = floatOf(node, 'epsilon', 1e-5)
    const channels = x.shape[1]
    const area = x.data.length / (x.shape[0] * channels)
    const data = new Float64Array(x.data.length)
    for (let i = 0; i < data.length; i++) {
      const c = Math.floor(i / area) % channels
      data[i] =
        ((x.data[i] - mean.data[c]) / Math.sqrt(variance.data[c] + epsilon)) * gamma.data[c] + beta.data[c]
    }
    return [{ shape: x.shape, data }]
  },
}

interface Geometry {
  readonly stride: readonly number[]
  /** Top, left, bottom, right. */
  readonly pads: readonly number[]
  readonly groups: number
}

function convolve(x: Value, weight: Value, { stride, pads, groups }: Geometry): Value {
  const [images, channels, height, width] = x.shape
  const [outputs, inner, kernelHeight, kernelWidth] = weight.shape
  const rows = Math.floor((height + pads[0] + pads[2] - kernelHeight) / stride[0]) + 1
  const columns = Math.floor((width + pads[1] + pads[3] - kernelWidth) / stride[1]) + 1
  const area = rows * columns
  const taps = kernelHeight * kernelWidth
  const data = new Float64Array(images * outputs * area)
  const unfolded = new Float64Array(channels * taps * area)
  for (let image = 0; image < images; image++) {
    for (let k = 0; k < channels * taps; k++) {
      const plane = (image * channels + Math.floor(k / taps)) * height * width
      const dy = Math.floor((k % taps) / kernelWidth) - pads[0]
      const dx = (k % kernelWidth) - pads[1]
      for (let p = 0; p < area; p++) {
        const y = Math.floor(p / columns) * stride[0] + dy
        const column = (p % columns) * stride[1] + dx
        const inside = y >= 0 && y < height && column >= 0 && column < width
        unfolded[k * area + p] = inside ? x.data[plane + y * width + column] : 0
      }
    }
    const fanIn = inner * taps
    const each = outputs / groups
    for (let group = 0; group < groups; group++) {
      const weights = weight.data.subarray(group * each * fanIn, (group + 1) * each * fanIn)
      const part = unfolded.subarray(group * fanIn * area, (group + 1) * fanIn * area)
      const to = (image * outputs + group * each) * area
      multiply(weights, part, data.subarray(to, to + each * area), fanIn)
    }
  }
  return { shape: [images, outputs, rows, columns], data }
}
