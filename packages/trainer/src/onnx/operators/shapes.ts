import { intOf, intsOf } from '../attributes.js'
import type { Operator } from '../operator.js'
import { unreadable } from '../unreadable.js'
import { sizeOf } from '../value.js'

/** Operators that move values. */
export const SHAPES: Readonly<Record<string, Operator>> = {
  Flatten: (node, [{ shape, data }]) => {
    const rows = sizeOf(shape.slice(0, intOf(node, 'axis', 1)))
    return [{ shape: [rows, data.length / rows], data }]
  },
  Transpose: (node, [{ shape, data }]) => {
    const [rows, columns] = shape
    if (shape.length !== 2 || intsOf(node, 'perm', []).join() !== '1,0')
      throw unreadable(node, `it must exchange the axes of a matrix`)
    const turned = data.map((_, i) => data[(i % rows) * columns + Math.floor(i / rows)])
    return [{ shape: [columns, rows], data: turned }]
  },
  Gather: (node, [{ shape, data }, index]) => {
    const axis = intOf(node, 'axis', 0)
    const inner = sizeOf(shape.slice(axis + 1))
    const outer = sizeOf(shape.slice(0, axis))
    const picked = new Float64Array(outer * index.data.length * inner)
    let to = 0
    for (let row = 0; row < outer; row++) {
      for (const place of index.data) {
        const from = (row * shape[axis] + place) * inner
        picked.set(data.subarray(from, from + inner), to)
        to += inner
      }
    }
    return [{ shape: [...shape.slice(0, axis), ...index.shape, ...shape.slice(axis + 1)], data: picked }]
  },
  Concat: (node, inputs) => {
    const axis = intOf(node, 'axis', 0)
    const outer = sizeOf(inputs[0].shape.slice(0, axis))
    const widths = inputs.map(({ data }) => data.length / outer)
    const width = widths.reduce((sum, size) => sum + size, 0)
    const data = new Float64Array(outer * width)
    let at = 0
    for (const [i, input] of inputs.entries()) {
      for (let row = 0; row < outer; row++)
        data.set(input.data.subarray(row * widths[i], (row + 1) * widths[i]), row * width + at)
      at += widths[i]
    }
    const size = inputs.reduce((sum, { shape }) => sum + shape[axis], 0)
    return [{ shape: inputs[0].shape.map((old, a) => (a === axis ? size : old)), data }]
  },
}
