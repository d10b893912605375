import type { FoldedGraph } from '../graph/fold-constants.js'
import type { SourceNode } from '../graph/source-graph.js'
import { readPadding } from '../operators/pad.js'
import { InputSource } from './input-source.js'
import { Layout } from './layout.js'
import type { Border } from './map-shape.js'
import { borderOf } from './places.js'
import { poolWindow } from './pooling.js'
import { isCoded, leafOf } from './real-chain.js'
import { refuse } from './refuse.js'
import { type Area, drafts, type Value } from './value.js'

/** Operators that may have their only computed operand in any place. */
const ANY_PLACE = new Set(['Add', 'Sub', 'Mul', 'Max', 'Min', 'And', 'Or'])
const COMPARISON = /^(Greater|Less)(OrEqual)?$/

/** Whether a value is of the network's input. */
export function isInput(value: Value): boolean {
  return drafts(value)[0] instanceof InputSource
}

/** Each element through its own function. */
export function stepValue(
  node: SourceNode,
  operands: readonly (Value | undefined)[],
  folded: FoldedGraph,
): Value {
  const computed = operands.flatMap((operand, i) => (operand ? [i] : []))
  if (computed.length > 1) throw refuse(node, 'it joins two computed tensors; one operand must be constant')
  const [place] = computed
  if (place !== 0 && !ANY_PLACE.has(node.operator) && !COMPARISON.test(node.operator)) {
    throw refuse(node, `operand ${place} is computed, not constant`)
  }
  const from = operands[place]!
  const shape = folded.shapes.get(node.outputs[0])!
  const { layout, area } = from
  if (shape.reduce((a, b) => a * b, 1) !== layout.shape.reduce((a, b) => a * b, 1)) {
    throw refuse(node, 'it drops, repeats or broadcasts elements')
  }
  const moved = new Layout(shape, layout.pixels, layout.ids)
  return { kind: 'step', node, operands, tensor: node.outputs[0], layout: moved, area }
}

/** Elements in another order or shape. Sums and real maps in another shape alone are what a step gives that changes nothing. */
export function movedValue(node: SourceNode, from: Value, folded: FoldedGraph): Value {
  if (borderOf(from) !== undefined) throw refuse(node, 'it moves elements of a padded map')
  const layout = from.layout.moved(node, folded.constants)
  const leaf = leafOf(from)?.draft
  if (
    leaf !== undefined &&
    !(leaf instanceof InputSource) &&
    !isCoded(from) &&
    layout.sameOrder(from.layout)
  ) {
    const [name] = node.inputs
    const identity = { ...node, operator: 'Identity', inputs: [name], attributes: new Map() }
    return stepValue(identity, [from], folded)
  }
  return { kind: 'move', tensor: node.outputs[0], layout, area: from.area, from }
}

/** The largest element of each window. */
export function poolValue(node: SourceNode, from: Value, folded: FoldedGraph): Value {
  const order = from.layout.channelOrder()
  if (order === undefined || borderOf(from))
    throw refuse(node, 'it pools something that is not a map of channels')
  const window = poolWindow(node, { shape: from.layout.shape, data: new Float64Array() }, from.area)
  const shape = folded.shapes.get(node.outputs[0])!
  const sizes = shape.slice(2)
  const area: Area =
    sizes.length === 1 ? { height: 1, width: sizes[0] } : { height: sizes[0], width: sizes[1] }
  const pixels = area.height * area.width
  const straight = order.every((channel, i) => channel === i)
  const ids = Float64Array.from(
    { length: order.length * pixels },
    (_, i) => order[Math.floor(i / pixels)] * pixels + (i % pixels),
  )
  const layout = new Layout(shape, pixels, straight ? undefined : ids)
  return { kind: 'pool', node, tensor: node.outputs[0], layout, area, from, window }
}

/** Constant pixels around a map. */
export function padValue(node: SourceNode, from: Value, folded: FoldedGraph): Value {
  const inputs = node.inputs.map((name) => folded.constants.get(name))
  inputs[0] = { shape: from.layout.shape, data: new Float64Array() }
  const { before, after, value } = readPadding(node, inputs)
  const spatial = before.length - 2
  // whether the input is such a map turns out when a layer takes it
  const isMap = isInput(from) || from.layout.channelOrder() !== undefined
  if (borderOf(from) || !isMap || spatial < 1 || spatial > 2) {
    throw refuse(node, 'it pads something that is not a map of channels')
  }
  if ([...before.slice(0, 2), ...after.slice(0, 2)].some((size) => size > 0)) {
    throw refuse(node, 'it adds channels; only pixels are mapped')
  }
  const [top, left] = spatial === 1 ? [0, before[2]] : before.slice(2)
  const [bottom, right] = spatial === 1 ? [0, after[2]] : after.slice(2)
  const border: Border = { left, right, top, bottom }
  return {
    kind: 'pad',
    node,
    tensor: node.outputs[0],
    layout: from.layout,
    area: from.area,
    from,
    border,
    value,
  }
}

/** Channels of several values, one after another. */
export function joinValue(
  node: SourceNode,
  parts: readonly (Value | undefined)[],
  folded: FoldedGraph,
): Value {
  const [first] = parts
  if (first === undefined || parts.includes(undefined))
    throw refuse(node, 'it joins constants to a computed tensor')
  const values = parts as readonly Value[]
  const { area } = first
  if (values.some((part) => part.area.height !== area.height || part.area.width !== area.width)) {
    throw refuse(node, 'it joins maps of different sizes')
  }
  if (values.some((part) => isInput(part) || borderOf(part))) {
    throw refuse(node, 'it joins the input, or padded maps')
  }
  const layout = Layout.joined(
    node,
    values.map((part) => part.layout),
  )
  const shape = folded.shapes.get(node.outputs[0])!
  if (shape.join() !== layout.shape.join()) throw refuse(node, 'it joins constants to a computed tensor')
  return { kind: 'join', tensor: node.outputs[0], layout, area, parts: values }
}
