import type { SourceNode } from '../graph/source-graph.js'
import { elementCount } from '../graph/tensor.js'
import { convGeometry } from '../operators/conv.js'
import { planar } from '../operators/window.js'
import { hasBorder, NO_BORDER } from './border.js'
import { Draft } from './draft.js'
import { Layout } from './layout.js'
import type { LinearWeights } from './linear-weights.js'
import type { Border } from './map-shape.js'
import { refuse } from './refuse.js'
import { padCodes, type Settled } from './settle.js'
import { type BaseValue, baseValue } from './value.js'

const UNIT_STEP = { x: 1, y: 1 }

/** Layer of a Conv or a MatMul on settled codes. */
export function linearDraft(
  node: SourceNode,
  input: Settled,
  weights: LinearWeights,
  shape: readonly number[],
): BaseValue {
  if (node.operator === 'Conv') return convDraft(node, input, weights, shape)
  const rows = elementCount(shape) / weights.tensor.shape[1]
  return rows === 1 ? denseDraft(node, input, weights, shape) : pointwiseDraft(node, input, weights, shape)
}

function common(node: SourceNode, input: Settled, { units }: LinearWeights) {
  return {
    name: node.name === '' ? node.outputs[0] : node.name,
    tensor: node.outputs[0],
    inputs: input.ids,
    input: input.map,
    inLevels: input.levels,
    weightUnits: units,
    places: undefined,
  }
}

function convDraft(
  node: SourceNode,
  input: Settled,
  weights: LinearWeights,
  shape: readonly number[],
): BaseValue {
  const { layout, map, border } = input
  const padded = [...layout.shape.slice(0, 2), ...bordered(input).slice(-(layout.shape.length - 2))]
  const { groups, axes } = convGeometry(node, { shape: padded, data: new Float64Array() }, weights.tensor)
  const [rows, columns] = planar(axes)
  const order = layout.channelOrder()
  if (order === undefined)
    throw refuse(node, 'the elements of its input are not the pixels of channels in order')
  const own = { left: columns.before, right: columns.after, top: rows.before, bottom: rows.after }
  const pad = addBorders(border, own)
  const values = input.borderValues ?? new Float64Array(map.channels)
  if (hasBorder(own) && values.some((value) => value !== 0)) {
    throw refuse(node, 'it pads with 0 around a padding of another value')
  }
  const codes = hasBorder(pad) ? padCodes(values, input.levels, (reason) => refuse(node, reason)) : undefined
  const draft = new Draft(node.outputs[0], {
    ...common(node, input, weights),
    kind: 'conv',
    output: { channels: shape[1], height: rows.output, width: columns.output },
    kernel: { width: columns.kernel, height: rows.kernel },
    stride: { x: columns.stride, y: rows.stride },
    dilation: { x: columns.dilation, y: rows.dilation },
    pad,
    padCodes: codes,
    ...filters(weights, groups, order),
  })
  return baseValue(draft, node.outputs[0], shape)
}

/** Height and width with the border. */
function bordered({ map, border }: Settled): number[] {
  return [map.height + border.top + border.bottom, map.width + border.left + border.right]
}

function addBorders(a: Border, b: Border): Border {
  return { left: a.left + b.left, right: a.right + b.right, top: a.top + b.top, bottom: a.bottom + b.bottom }
}

/**
 * Filters from [output][input of group][ky][kx] to [output][ky][kx][input of group].
 *
 * Where the channels of a group do not lie together on the chip, all groups become one, with weights of 0.
 */
function filters({ integers, tensor }: LinearWeights, groups: number, order: Int32Array) {
  const [outputs, inputs] = tensor.shape
  const taps = elementCount(tensor.shape.slice(2))
  const together = order.every((channel, i) => Math.floor(channel / inputs) === Math.floor(i / inputs))
  const width = together ? inputs : order.length
  const weights = new Int32Array(outputs * taps * width)
  for (let o = 0, at = 0; o < outputs; o++) {
    const group = Math.floor((o * groups) / outputs)
    for (let i = 0; i < inputs; i++) {
      const channel = order[group * inputs + i] - (together ? group * inputs : 0)
      for (let tap = 0; tap < taps; tap++, at++) weights[(o * taps + tap) * width + channel] = integers[at]
    }
  }
  return { groups: together ? groups : 1, weights }
}

/** A product with all elements of a map: a kernel as large as the map, so that no element has to move. */
function denseDraft(
  node: SourceNode,
  input: Settled,
  weights: LinearWeights,
  shape: readonly number[],
): BaseValue {
  const { layout, map, line } = input
  const [inputs, outputs] = weights.tensor.shape
  const pixels = line === undefined ? map.height * map.width : 1
  const positions = layout.positions()
  if (input.borderValues || positions?.length !== inputs) {
    throw refuse(node, `it multiplies ${inputs} of ${map.channels * pixels} values; it must take each once`)
  }
  const turned = new Int32Array(inputs * outputs)
  for (const [id, position] of positions.entries()) {
    const at = (id % pixels) * map.channels + Math.floor(id / pixels)
    for (let o = 0; o < outputs; o++) turned[o * inputs + at] = weights.integers[position * outputs + o]
  }
  const draft = new Draft(node.outputs[0], {
    ...common(node, input, weights),
    kind: 'dense',
    output: { channels: outputs, height: 1, width: 1 },
    kernel: line === undefined ? { width: map.width, height: map.height } : { width: 1, height: 1 },
    ...plain,
    ...(line !== undefined && { pad: { ...NO_BORDER, top: 0 - line, bottom: line + 1 - map.height } }),
    weights: turned,
  })
  return baseValue(draft, node.outputs[0], shape)
}

const plain = {
  stride: UNIT_STEP,
  dilation: UNIT_STEP,
  pad: NO_BORDER,
  padCodes: undefined,
  groups: 1,
} as const

/** A product with each pixel of a map whose last axis is the channels. */
function pointwiseDraft(
  node: SourceNode,
  input: Settled,
  weights: LinearWeights,
  shape: readonly number[],
): BaseValue {
  const { layout, map } = input
  const [inputs, outputs] = weights.tensor.shape
  const pixels = map.height * map.width
  const { data } = layout.tensor()
  const order = Array.from(data.subarray(0, inputs), (id) => Math.floor(id / pixels))
  const inOrder = data.every((id, i) => id === order[i % inputs] * pixels + Math.floor(i / inputs))
  if (input.borderValues || data.length !== inputs * pixels || new Set(order).size !== inputs || !inOrder) {
    throw refuse(node, 'it multiplies lines that are not the channels of one pixel each')
  }
  const turned = new Int32Array(inputs * outputs)
  for (const [position, channel] of order.entries()) {
    for (let o = 0; o < outputs; o++) {
      turned[o * inputs + channel] = weights.integers[position * outputs + o]
    }
  }
  const ids = Float64Array.from(
    { length: pixels * outputs },
    (_, i) => (i % outputs) * pixels + Math.floor(i / outputs),
  )
  const moved = new Layout(shape, pixels, ids)
  const draft = new Draft(node.outputs[0], {
    ...common(node, input, weights),
    kind: 'dense',
    output: { ...map, channels: outputs },
    kernel: { width: 1, height: 1 },
    ...plain,
    weights: turned,
    places: moved.positions(),
  })
  return baseValue(draft, node.outputs[0], shape, moved)
}
