import type { FoldedGraph } from '../graph/fold-constants.js'
import type { SourceNode } from '../graph/source-graph.js'
import type { Tensor } from '../graph/tensor.js'
import { poolAxes } from '../operators/pools.js'
import { planar } from '../operators/window.js'
import { hasBorder, NO_BORDER } from './border.js'
import { isInput } from './build-value.js'
import type { Pool } from './layer.js'
import { Layout } from './layout.js'
import type { MapShape } from './map-shape.js'
import { borderOf } from './places.js'
import { refuse } from './refuse.js'
import { tableFunctionOf } from './table-function.js'
import { type BaseValue, baseValue, channelCount, RealProduct, RealSum, type Value } from './value.js'

/** Sum, or difference, of two real maps of one shape. */
export function realSum(node: SourceNode, operands: readonly Value[]): Value {
  const map = commonMap(node, operands)
  const [a, b] = operands
  const sum = new RealSum(a, b, node.operator === 'Sub', map)
  return baseValue(sum, node.outputs[0], a.layout.shape, a.layout)
}

/** Product of two real maps of one shape. */
export function realProduct(node: SourceNode, operands: readonly Value[]): Value {
  const map = commonMap(node, operands)
  const [a, b] = operands
  return baseValue(new RealProduct(a, b, map), node.outputs[0], a.layout.shape, a.layout)
}

/** Whether a node multiplies two computed tensors, one of which is made by the post unit's table. */
export function isGating({ operator }: SourceNode, operands: readonly (Value | undefined)[]): boolean {
  const computed = operands.filter((operand) => operand !== undefined)
  return operator === 'Mul' && computed.length === 2 && computed.some((operand) => leavesTable(operand))
}

/** Whether a value is a sigmoid or a hyperbolic tangent, or one less such. */
export function leavesTable(value: Value): boolean {
  if (value.kind === 'base') return value.fraction === true
  if (value.kind !== 'step') return false
  if (tableFunctionOf(value.node.operator)) return true
  const computed = value.operands.find((operand) => operand !== undefined)!
  return value.node.operator === 'Sub' && leavesTable(computed)
}

/** The map of two operands that are alike. */
function commonMap(node: SourceNode, [a, b]: readonly Value[]): MapShape {
  const alike = a.layout.shape.join() === b.layout.shape.join() && a.layout.pixels === b.layout.pixels
  if (!alike || !sameOrder(a.layout, b.layout) || [a, b].some((part) => isInput(part) || borderOf(part)))
    throw refuse(node, 'it joins two computed tensors that are not maps of the same shape')
  return { channels: channelCount(a), ...a.area }
}

function sameOrder(a: Layout, b: Layout): boolean {
  if (a.ids === b.ids) return true
  const [first, second] = [a, b].map((layout) => layout.tensor().data)
  return first.every((id, i) => id === second[i])
}

/** Windows of an average of a wide map, and the value that it gives. */
export function realAverage(
  node: SourceNode,
  from: BaseValue,
  folded: FoldedGraph,
): { readonly window: Omit<Pool, 'minimum'>; readonly value: Value } {
  const { layout, area } = from
  const order = layout.channelOrder()
  if (order === undefined) throw refuse(node, 'it pools something that is not a map of channels')
  const window = averageWindow(node, from)
  const shape = folded.shapes.get(node.outputs[0])!
  const result = {
    height: Math.floor((area.height - window.height) / window.strideY) + 1,
    width: Math.floor((area.width - window.width) / window.strideX) + 1,
  }
  const pixels = result.height * result.width
  const straight = order.every((channel, i) => channel === i)
  const ids = Float64Array.from(
    { length: order.length * pixels },
    (_, i) => order[Math.floor(i / pixels)] * pixels + (i % pixels),
  )
  const moved = new Layout(shape, pixels, straight ? undefined : ids)
  return { window, value: { ...from, tensor: node.outputs[0], layout: moved, area: result } }
}

function averageWindow(node: SourceNode, { layout, area }: BaseValue): Omit<Pool, 'minimum'> {
  const pad = NO_BORDER
  if (node.operator === 'GlobalAveragePool')
    return { ...area, strideX: area.width, strideY: area.height, pad }
  const x: Tensor = { shape: layout.shape, data: new Float64Array() }
  const [rows, columns] = planar(poolAxes(node, x))
  const border = { left: columns.before, right: columns.after, top: rows.before, bottom: rows.after }
  if (hasBorder(border)) throw refuse(node, 'an average of a real map with padding is not mapped')
  if (rows.dilation !== 1 || columns.dilation !== 1) throw refuse(node, 'a pool with dilation is not mapped')
  return {
    ...{ width: columns.kernel, height: rows.kernel, strideX: columns.stride, strideY: rows.stride },
    pad,
  }
}
