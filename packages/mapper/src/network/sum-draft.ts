import type { SourceNode } from '../graph/source-graph.js'
import { NO_BORDER } from './border.js'
import { isInput } from './build-value.js'
import { Draft } from './draft.js'
import { Layout } from './layout.js'
import { borderOf } from './places.js'
import { refuse } from './refuse.js'
import type { Settled } from './settle.js'
import { fewLevels } from './sum-lattice.js'
import { type BaseValue, baseValue, type JoinValue, type Value } from './value.js'

/** Whether a node adds or subtracts two computed tensors. */
export function isSum({ operator }: SourceNode, operands: readonly (Value | undefined)[]): boolean {
  return ['Add', 'Sub'].includes(operator) && operands.filter((operand) => operand !== undefined).length === 2
}

/** Channels of the two operands of an Add or Sub, one behind the other, as one value. */
export function operandsJoined(node: SourceNode, a: Value, b: Value): JoinValue {
  const orders = [a, b].map(({ layout }) => layout.channelOrder())
  const alike = a.layout.shape.join() === b.layout.shape.join()
  if (!alike || orders.includes(undefined) || [a, b].some((part) => isInput(part) || borderOf(part))) {
    throw refuse(node, 'it joins two computed tensors that are not maps of the same shape')
  }
  const concat = { ...node, operator: 'Concat', attributes: new Map([['axis', 1]]) }
  const layout = Layout.joined(concat, [a.layout, b.layout])
  return { kind: 'join', tensor: `${node.outputs[0]}/operands`, layout, area: a.area, parts: [a, b] }
}

/**
 * Layer that adds (or subtracts) two maps, element by element: a 1 × 1 convolution on both, whose weights are 1 at a
 * channel of each and 0 elsewhere.
 *
 * @param input - the operands, joined
 */
export function sumDraft(node: SourceNode, input: Settled): BaseValue {
  const order = input.layout.channelOrder()!
  const channels = order.length / 2
  const weights = new Int32Array(channels * order.length)
  for (let c = 0; c < channels; c++) {
    weights[c * order.length + order[c]] = 1
    weights[c * order.length + order[channels + c]] = node.operator === 'Sub' ? -1 : 1
  }
  const [tensor] = node.outputs
  const draft = new Draft(tensor, {
    name: node.name === '' ? tensor : node.name,
    kind: 'conv',
    tensor,
    places: undefined,
    inputs: input.ids,
    input: input.map,
    output: { ...input.map, channels },
    kernel: { width: 1, height: 1 },
    stride: { x: 1, y: 1 },
    dilation: { x: 1, y: 1 },
    pad: NO_BORDER,
    padCodes: undefined,
    groups: 1,
    inLevels: input.levels,
    weights,
    weightUnits: new Float64Array(channels).fill(1),
  })
  const shape = [1, channels, ...input.layout.shape.slice(2)]
  return { ...baseValue(draft, tensor, shape), ...fewLevels(draft.body) }
}
