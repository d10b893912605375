import { hostMacs } from '../network/host-graph.js'
import { type HostSegment, segmentMacs } from '../network/host-segment.js'
import { resultMap } from '../network/layer.js'
import { codePlanes, formatLevels } from '../network/levels.js'
import type { MapShape } from '../network/map-shape.js'
import { type Network, sumCount } from '../network/network.js'
import type { PlaneNetwork } from '../planes/plane-network.js'
import { type LayerRow, shapeOf, wideLevels } from './layer-row.js'

/** What the rows of the host have in common. */
const HOST = {
  place: 'host',
  geometry: '',
  after: '',
  actPlanes: 0,
  weightPlanes: 0,
  weightBits: 0,
  macs: 0,
  sumBits: 0,
  turnedRows: 0,
  tiedChannels: 0,
  margin: undefined,
} as const

/** What the host does in front of the first layer. */
export function inputRow({ input, stem, source }: Network): LayerRow {
  const operator = input.scale === 'raw' ? 'input 0..255' : 'input 0..255 / 255'
  const { channels, height, width } = input.map
  const elements = channels * height * width
  return {
    ...HOST,
    name: source.input.name,
    operator: stem ? `${operator}, ${operators(stem.graph.nodes)}` : operator,
    reason: stem?.reason ?? 'bytes become planes',
    inputShape: input.shape.slice(1),
    outputShape: stem ? shapeOf(input.map) : input.shape.slice(1),
    actPlanes: codePlanes(input.levels),
    macs: stem ? hostMacs(stem.graph, [stem.graph.input]) : 0,
    bytes: Math.ceil((elements * codePlanes(input.levels)) / 8),
    inLevels: '0 … 255',
    outLevels: input.wideUnit === undefined ? formatLevels(input.levels) : wideLevels(input.wideUnit),
  }
}

/** What the host does between layers: it takes sums or codes, and sends codes back. */
export function segmentRow(segment: HostSegment, { layers }: PlaneNetwork): LayerRow {
  const { id, reason, inputs, needs, part, result } = segment
  const taken = layers.filter(({ layer }) => inputs.some((input) => input.id === layer.id))
  const bitsOf = (map: MapShape, planes: number) => map.channels * map.height * map.width * planes
  const bitsIn = taken.reduce((sum, { layer, outPlanes }) => sum + bitsOf(resultMap(layer), outPlanes), 0)
  const bitsOut = result ? bitsOf(result.map, codePlanes(result.levels)) : 0
  const [first] = taken
  const fromSums = taken.some(({ readout }) => readout !== undefined)
  return {
    ...HOST,
    name: id,
    operator: operators(part.nodes) || 'keep',
    reason,
    inputShape: first ? shapeOf(resultMap(first.layer)) : needs[0].shape.slice(1),
    outputShape: result ? shapeOf(result.map) : [],
    actPlanes: result ? codePlanes(result.levels) : 0,
    macs: segmentMacs(segment),
    bytes: Math.ceil(bitsIn / 8) + Math.ceil(bitsOut / 8),
    inLevels: taken.length === 0 ? 'real' : fromSums ? 'sums' : 'codes',
    outLevels: result ? formatLevels(result.levels) : 'real',
  }
}

/** What the host does behind the last layer. */
export function headRow(network: Network, { layers }: PlaneNetwork): LayerRow {
  const { head, classes, source } = network
  const last = layers[layers.length - 1]
  const graphs = head.flatMap((step) => (step.op === 'graph' ? [step] : []))
  const text = head.map((step) => (step.op === 'graph' ? operators(step.graph.nodes) : step.op))
  return {
    ...HOST,
    name: source.outputs[0],
    operator: text.join(', ') || 'none',
    reason: graphs[0]?.reason ?? 'it follows the last layer',
    inputShape: shapeOf(last.layer.output),
    outputShape: [classes],
    macs: graphs.reduce((sum, { graph, needs = [] }) => sum + hostMacs(graph, [graph.input, ...needs]), 0),
    bytes: Math.ceil((sumCount(network) * last.outPlanes) / 8),
    inLevels: 'sums',
    outLevels: 'scores',
  }
}

/** Operators of some nodes, each once, in order. */
function operators(nodes: readonly { readonly operator: string }[]): string {
  return [...new Set(nodes.map(({ operator }) => operator))].join(', ')
}

/** What the host computes for one input: one of its parts. */
export type HostPart = Pick<LayerRow, 'name' | 'operator' | 'reason' | 'macs' | 'bytes'>

/** The host's parts: in front of the layers on the chip, between them, and behind. */
export function hostParts(network: Network, lowered: PlaneNetwork): HostPart[] {
  const segments = network.segments.map((segment) => segmentRow(segment, lowered))
  return [inputRow(network), ...segments, headRow(network, lowered)].map(
    ({ name, operator, reason, macs, bytes }) => ({ name, operator, reason, macs, bytes }),
  )
}
