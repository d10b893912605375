import { numberAttribute, type SourceNode } from '../graph/source-graph.js'
import { allocate, formatShape, type Tensor } from '../graph/tensor.js'
import { type Operator, operand } from './operator.js'
import { planar, windowAxes } from './window.js'

/** Output channels summed in one pass over a patch. */
const BLOCK = 4

/** Sizes of a convolution, checked against its operands. */
export function convGeometry(node: SourceNode, x: Tensor, weights: Tensor) {
  const [, channels, ...spatial] = x.shape
  const [outputs, inputs, ...kernel] = weights.shape
  const groups = numberAttribute(node, 'group', 1)
  if (x.shape[0] !== 1) throw new RangeError(`a batch of ${x.shape[0]}; 1 is supported`)
  if (x.shape.length !== weights.shape.length || inputs * groups !== channels || outputs % groups !== 0) {
    const sizes = `${formatShape(weights.shape)} and ${groups} groups`
    throw new RangeError(`weights of ${sizes} do not fit an input of ${formatShape(x.shape)}`)
  }
  const axes = windowAxes(node, spatial, kernel)
  return { groups, axes, shape: [1, outputs, ...axes.map(({ output }) => output)] }
}

/** Convolution of `[1, C, H, W]` or `[1, C, L]`, each output summed in the order channel, ky, kx. */
function conv(node: SourceNode, x: Tensor, weights: Tensor, bias: Tensor | undefined): Tensor {
  const { groups, axes, shape } = convGeometry(node, x, weights)
  const [rows, columns] = planar(axes)
  const [outputs, inputs] = weights.shape
  const depth = inputs * rows.kernel * columns.kernel
  const [plane, pixels] = [rows.input * columns.input, rows.output * columns.output]
  const data = allocate(outputs * pixels)
  const patch = new Float64Array(depth)
  const perGroup = outputs / groups
  for (let group = 0; group < groups; group++) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      const oy = Math.floor(pixel / columns.output)
      const top = oy * rows.stride - rows.before
      const left = (pixel - oy * columns.output) * columns.stride - columns.before
      let at = 0
      for (let c = group * inputs; c < (group + 1) * inputs; c++) {
        for (let ky = 0; ky < rows.kernel; ky++) {
          const y = top + ky * rows.dilation
          const line = c * plane + y * columns.input
          const inside = y >= 0 && y < rows.input
          for (let kx = 0; kx < columns.kernel; kx++, at++) {
            const column = left + kx * columns.dilation
            patch[at] = inside && column >= 0 && column < columns.input ? x.data[line + column] : 0
          }
        }
      }
      const end = (group + 1) * perGroup
      for (let o = group * perGroup; o < end; o += BLOCK) {
        sumBlock(weights.data, patch, o, Math.min(BLOCK, end - o), data, pixel, pixels)
      }
    }
  }
  if (bias) for (let i = 0; i < data.length; i++) data[i] += bias.data[Math.floor(i / pixels)]
  return { shape, data }
}

/** Products of a patch with up to four filters from `first` on. */
function sumBlock(
  weights: Float64Array,
  patch: Float64Array,
  first: number,
  count: number,
  out: Float64Array,
  pixel: number,
  pixels: number,
): void {
  const depth = patch.length
  if (count < BLOCK) {
    for (let o = first; o < first + count; o++) {
      let sum = 0
      for (let k = 0, at = o * depth; k < depth; k++, at++) sum += weights[at] * patch[k]
      out[o * pixels + pixel] = sum
    }
    return
  }
  let [s0, s1, s2, s3] = [0, 0, 0, 0]
  const at = first * depth
  for (let k = 0; k < depth; k++) {
    const value = patch[k]
    s0 += weights[at + k] * value
    s1 += weights[at + depth + k] * value
    s2 += weights[at + 2 * depth + k] * value
    s3 += weights[at + 3 * depth + k] * value
  }
  out[first * pixels + pixel] = s0
  out[(first + 1) * pixels + pixel] = s1
  out[(first + 2) * pixels + pixel] = s2
  out[(first + 3) * pixels + pixel] = s3
}

/** Conv in one or two spatial axes. */
export const CONV: Readonly<Record<string, Operator>> = {
  Conv: {
    kind: 'linear',
    evaluate: (node, inputs) => [conv(node, operand(inputs, 0), operand(inputs, 1), inputs[2])],
    outputShapes: (node, inputs) => [convGeometry(node, operand(inputs, 0), operand(inputs, 1)).shape],
  },
}
