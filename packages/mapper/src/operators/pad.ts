import { listAttribute, numberAttribute, type SourceNode, textAttribute } from '../graph/source-graph.js'
import { allocate, elementCount, normalAxis, strides, type Tensor } from '../graph/tensor.js'
import { type Operator, operand } from './operator.js'

/** What a Pad adds: elements in front of and behind each axis, and their value. */
export interface Padding {
  readonly before: readonly number[]
  readonly after: readonly number[]
  readonly value: number
}

/** Reads a constant Pad: `pads`, `constant_value` and `axes` as inputs or attributes. */
export function readPadding(node: SourceNode, inputs: readonly (Tensor | undefined)[]): Padding {
  const mode = textAttribute(node, 'mode', 'constant')
  if (mode !== 'constant') throw new RangeError(`mode ${mode}; only constant is supported`)
  const rank = operand(inputs, 0).shape.length
  const pads = inputs[1] ? Array.from(inputs[1].data) : listAttribute(node, 'pads')
  if (pads === undefined) throw new RangeError('pads are missing')
  const axes = inputs[3]
    ? Array.from(inputs[3].data, (axis) => normalAxis(axis, rank))
    : Array.from({ length: rank }, (_, i) => i)
  if (pads.length !== 2 * axes.length) throw new RangeError(`${pads.length} pads for ${axes.length} axes`)
  const [before, after] = [0, axes.length].map((offset) => {
    const sizes = new Array<number>(rank).fill(0)
    for (const [i, axis] of axes.entries()) sizes[axis] = pads[offset + i]
    return sizes
  })
  if ([...before, ...after].some((size) => size < 0))
    throw new RangeError('it crops; pads must not be negative')
  return { before, after, value: inputs[2]?.data[0] ?? numberAttribute(node, 'value', 0) }
}

/** The tensor with constant elements around it. */
function pad(x: Tensor, { before, after, value }: Padding): Tensor {
  const shape = x.shape.map((size, axis) => size + before[axis] + after[axis])
  const data = allocate(elementCount(shape)).fill(value)
  const [from, to] = [strides(x.shape), strides(shape)]
  for (let i = 0; i < x.data.length; i++) {
    let index = 0
    for (let axis = 0; axis < shape.length; axis++) {
      index += ((Math.floor(i / from[axis]) % x.shape[axis]) + before[axis]) * to[axis]
    }
    data[index] = x.data[i]
  }
  return { shape, data }
}

export const PAD: Readonly<Record<string, Operator>> = {
  Pad: {
    kind: 'pad',
    evaluate: (node, inputs) => [pad(operand(inputs, 0), readPadding(node, inputs))],
  },
}
