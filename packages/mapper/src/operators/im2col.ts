import { listAttribute, numberAttribute, type SourceNode } from '../graph/source-graph.js'
import { allocate, type Tensor } from '../graph/tensor.js'
import { type Operator, operand } from './operator.js'
import { planar, type WindowAxis, windowAxes } from './window.js'

/** Windows of a QONNX Im2Col, whose pads are `pad_amount` (top, left, bottom, right) and steps `stride`. */
export function im2colAxes(node: SourceNode, x: Tensor): readonly [WindowAxis, WindowAxis] {
  if (x.shape.length !== 4 || x.shape[0] !== 1) throw new RangeError('its input is not [1, H, W, C]')
  if (numberAttribute(node, 'depthwise', 0) !== 0) throw new RangeError('depthwise order is not supported')
  const pair = (name: string, fallback: number) => {
    const value = listAttribute(node, name) ?? [numberAttribute(node, name, fallback)]
    return value.length === 1 ? [value[0], value[0]] : value
  }
  const attributes = new Map(node.attributes)
  attributes.set('kernel_shape', pair('kernel_size', 1))
  attributes.set('strides', pair('stride', 1))
  attributes.set('dilations', pair('dilations', 1))
  const pads = listAttribute(node, 'pad_amount')
  attributes.set('pads', pads ?? [0, 0, 0, 0])
  return planar(windowAxes({ ...node, attributes }, x.shape.slice(1, 3)))
}

/** [1, H, W, C] to [1, H', W', kh · kw · C]: the elements of each window, tap by tap. */
function im2col(node: SourceNode, x: Tensor): Tensor {
  const [rows, columns] = im2colAxes(node, x)
  const channels = x.shape[3]
  const taps = rows.kernel * columns.kernel
  const shape = [1, rows.output, columns.output, taps * channels]
  const data = allocate(rows.output * columns.output * taps * channels)
  data.fill(numberAttribute(node, 'pad_value', 0))
  let at = 0
  for (let oy = 0; oy < rows.output; oy++) {
    for (let ox = 0; ox < columns.output; ox++) {
      for (let tap = 0; tap < taps; tap++, at += channels) {
        const y = oy * rows.stride - rows.before + Math.floor(tap / columns.kernel) * rows.dilation
        const left = ox * columns.stride - columns.before + (tap % columns.kernel) * columns.dilation
        if (y < 0 || y >= rows.input || left < 0 || left >= columns.input) continue
        const from = (y * columns.input + left) * channels
        data.set(x.data.subarray(from, from + channels), at)
      }
    }
  }
  return { shape, data }
}

export const IM2COL: Readonly<Record<string, Operator>> = {
  Im2Col: { kind: 'host', evaluate: (node, inputs) => [im2col(node, operand(inputs, 0))] },
}
