import { numberAttribute, type SourceNode } from '../graph/source-graph.js'
import type { Tensor } from '../graph/tensor.js'
import { poolAxes } from '../operators/pools.js'
import { planar, type WindowAxis } from '../operators/window.js'
import { hasBorder } from './border.js'
import { Draft } from './draft.js'
import { Layout } from './layout.js'
import { refuse } from './refuse.js'
import { padCodes, type Settled } from './settle.js'
import { fewLevels } from './sum-lattice.js'
import { type BaseValue, baseValue } from './value.js'

/** Windows of each axis: those of an average pool, the whole map, or single pixels. */
function windows(node: SourceNode, { map, layout }: Settled): readonly [WindowAxis, WindowAxis] {
  const whole = (size: number, kernel: number): WindowAxis => ({
    input: size,
    kernel,
    stride: kernel,
    dilation: 1,
    before: 0,
    after: 0,
    output: size / kernel,
  })
  if (node.operator === 'GlobalAveragePool')
    return [whole(map.height, map.height), whole(map.width, map.width)]
  if (node.operator !== 'AveragePool') return [whole(map.height, 1), whole(map.width, 1)]
  const x: Tensor = { shape: layout.shape, data: new Float64Array() }
  return planar(poolAxes(node, x))
}

/**
 * Layer that sums the windows of an average pool in each channel alone, with weights of 1.
 *
 * Of any other node, the layer has windows of one pixel and copies codes.
 *
 * @param tensor - name of its sums
 * @returns its value, and the elements of a window
 */
export function windowDraft(
  node: SourceNode,
  input: Settled,
  tensor: string,
): { sums: BaseValue; count: number } {
  const { layout, map } = input
  const order = layout.channelOrder()
  if (order === undefined || input.borderValues)
    throw refuse(node, 'it pools something that is not a map of channels')
  const [rows, columns] = windows(node, input)
  const pad = { left: columns.before, right: columns.after, top: rows.before, bottom: rows.after }
  if (hasBorder(pad) && numberAttribute(node, 'count_include_pad', 0) === 0) {
    throw refuse(node, 'its windows at the border have fewer elements (count_include_pad is 0)')
  }
  const zeros = new Float64Array(map.channels)
  const codes = hasBorder(pad) ? padCodes(zeros, input.levels, (reason) => refuse(node, reason)) : undefined
  const pixels = rows.output * columns.output
  const count = rows.kernel * columns.kernel
  const shape = [1, map.channels, ...[rows.output, columns.output].slice(4 - layout.shape.length)]
  const straight = order.every((channel, i) => channel === i)
  const ids = Float64Array.from(
    { length: map.channels * pixels },
    (_, i) => order[Math.floor(i / pixels)] * pixels + (i % pixels),
  )
  const moved = new Layout(shape, pixels, straight ? undefined : ids)
  const draft = new Draft(
    tensor,
    {
      name: node.name === '' ? node.outputs[0] : node.name,
      kind: 'conv',
      tensor,
      places: straight ? undefined : moved.positions(),
      inputs: input.ids,
      input: map,
      output: { channels: map.channels, height: rows.output, width: columns.output },
      kernel: { width: columns.kernel, height: rows.kernel },
      stride: { x: columns.stride, y: rows.stride },
      dilation: { x: columns.dilation, y: rows.dilation },
      pad,
      padCodes: codes,
      groups: map.channels,
      inLevels: input.levels,
      weights: new Int32Array(map.channels * count).fill(1),
      weightUnits: new Float64Array(map.channels).fill(1),
    },
    shape,
  )
  return { sums: { ...baseValue(draft, tensor, shape, moved), ...fewLevels(draft.body) }, count }
}
