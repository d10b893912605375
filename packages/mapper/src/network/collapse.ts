import { broadcastShape, broadcastTo } from '../graph/broadcast.js'
import type { SourceNode } from '../graph/source-graph.js'
import { textAttribute } from '../graph/source-graph.js'
import { elementCount, normalAxis, type Tensor } from '../graph/tensor.js'
import type { Layout } from './layout.js'
import { refuse } from './refuse.js'

/** Elements that all go through the same function: the pixels of a channel, as a rule. */
export interface Classes {
  readonly count: number
  /** Class of an element, by its id. */
  of(id: number): number
}

/** Attributes that say which axis is the channels; in a table of one line a point it is always axis 1. */
const AXIS_ATTRIBUTES = ['axis', 'data_layout']

/** The node as it works on `[points, classes]`. */
export function tableNode(node: SourceNode): SourceNode {
  if (!AXIS_ATTRIBUTES.some((name) => node.attributes.has(name))) return node
  const attributes = new Map(node.attributes)
  for (const name of AXIS_ATTRIBUTES) attributes.delete(name)
  return { ...node, attributes }
}

/**
 * A constant operand of an elementwise node, one value (or list of thresholds) a class.
 *
 * @param layout - of the computed operand
 * @throws UnsupportedError when it differs between the elements of a class
 */
export function collapse(
  node: SourceNode,
  index: number,
  constant: Tensor,
  layout: Layout,
  classes: Classes,
): Tensor {
  const { shape } = layout
  if (node.operator === 'BatchNormalization') {
    const values = collapseAxis(node, constant, { width: 1, axis: 1 }, layout, classes)
    return { shape: [classes.count], data: values }
  }
  if (node.operator === 'MultiThreshold') {
    const width = constant.shape.at(-1) ?? 1
    if (constant.data.length === width) return constant
    const last = /^N.*C$/.test(textAttribute(node, 'data_layout', 'NC..'))
    const axis = last ? shape.length - 1 : Math.min(1, shape.length - 1)
    return {
      shape: [classes.count, width],
      data: collapseAxis(node, constant, { width, axis }, layout, classes),
    }
  }
  if (constant.data.length === 1) return { shape: [], data: constant.data }
  if (node.operator.endsWith('quantizeLinear') || node.operator === 'QuantizeLinear') {
    const given = node.attributes.get('axis')
    const axis = normalAxis(typeof given === 'number' ? given : 1, shape.length)
    return { shape: [classes.count], data: collapseAxis(node, constant, { width: 1, axis }, layout, classes) }
  }
  if (broadcastShape(constant.shape, shape)?.join() !== shape.join()) {
    throw refuse(node, `operand ${index} has another shape, so it repeats elements`)
  }
  const plain = layout.ids === undefined && alongChannels(constant.shape, shape)
  const data =
    plain && classes.count === shape[1]
      ? constant.data
      : gatherClasses(node, broadcastTo(constant, shape).data, 1, layout, classes)
  return { shape: [1, classes.count], data }
}

/** Whether a constant has one value a channel and its layout's other axes are broadcast. */
function alongChannels(constant: readonly number[], shape: readonly number[]): boolean {
  const padded = [...new Array<number>(shape.length - constant.length).fill(1), ...constant]
  return padded.every((size, axis) => (axis === 1 ? size === shape[1] : size === 1))
}

/** Parameters along one axis of the tensor, `width` values each. */
function collapseAxis(
  node: SourceNode,
  constant: Tensor,
  { width, axis }: { readonly width: number; readonly axis: number },
  layout: Layout,
  classes: Classes,
): Float64Array {
  const { shape, ids } = layout
  if (constant.data.length !== width * (shape[axis] ?? 1)) {
    throw refuse(node, `its parameters do not have one value for each of ${shape[axis]} channels`)
  }
  if (ids === undefined && axis === 1 && classes.count === shape[1]) return constant.data
  const inner = elementCount(shape.slice(axis + 1))
  const full = new Float64Array(elementCount(shape) * width)
  for (let i = 0; i < full.length; i++) {
    const place = Math.floor(Math.floor(i / width) / inner) % shape[axis]
    full[i] = constant.data[place * width + (i % width)]
  }
  return gatherClasses(node, full, width, layout, classes)
}

/** One list of values a class from one a position, which must agree. */
function gatherClasses(
  node: SourceNode,
  full: Float64Array,
  width: number,
  { ids }: Layout,
  classes: Classes,
): Float64Array {
  const data = new Float64Array(classes.count * width).fill(Number.NaN)
  for (let i = 0; i < full.length; i++) {
    const position = Math.floor(i / width)
    const at = classes.of(ids?.[position] ?? position) * width + (i % width)
    if (Number.isNaN(data[at])) data[at] = full[i]
    else if (data[at] !== full[i]) throw refuse(node, 'its constant differs between the pixels of a channel')
  }
  return data
}
