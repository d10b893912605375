import { hasBorder } from '../network/border.js'
import { hostMacs } from '../network/host-graph.js'
import { type HostSegment, segmentMacs } from '../network/host-segment.js'
import { type Layer, layerMacs, resultMap } from '../network/layer.js'
import { codePlanes, formatLevels } from '../network/levels.js'
import type { Border, MapShape } from '../network/map-shape.js'
import { type Network, sumCount } from '../network/network.js'
import { lower, signedBits } from '../planes/lower.js'
import type { PlaneNetwork } from '../planes/plane-network.js'

/** One line of a network's layer table. */
export interface LayerRow {
  readonly name: string
  readonly operator: string
  /** Kernel, steps, padding and pooling of a layer on the chip, as text. */
  readonly geometry: string
  readonly place: 'chip' | 'host'
  /** Why it runs on the host; empty on the chip. */
  readonly reason: string
  readonly inputShape: readonly number[]
  readonly outputShape: readonly number[]
  /** Planes of an activation and of a weight; 0 on the host. */
  readonly actPlanes: number
  readonly weightPlanes: number
  /** Values of activations in and out, as text. */
  readonly inLevels: string
  readonly outLevels: string
  readonly weightBits: number
  readonly macs: number
  /** Bytes that move between host and chip for one input: codes to it, sums from it. */
  readonly bytes: number
  /** Bits of the sums on the chip. */
  readonly sumBits: number
  /** Rows that a negative factor turned round. */
  readonly turnedRows: number
  /** Channels that a sum exactly on a threshold can reach, where sign(0) or a rounding decides. */
  readonly tiedChannels: number
  /** Distance of the nearest real threshold from a reachable sum; undefined without thresholds. */
  readonly margin: number | undefined
}

/** What the rows of the host have in common. */
const HOST = {
  place: 'host',
  geometry: '',
  actPlanes: 0,
  weightPlanes: 0,
  weightBits: 0,
  macs: 0,
  sumBits: 0,
  turnedRows: 0,
  tiedChannels: 0,
  margin: undefined,
} as const

/** Describes a network layer by layer: the host's part in front, the layers on the chip, and the host's part behind. */
export function layerTable(network: Network): LayerRow[] {
  const lowered = lower(network)
  const rows: LayerRow[] = [inputRow(network)]
  for (const [i, plane] of [...lowered.layers, undefined].entries()) {
    const own = network.segments.filter(({ before }) => before === i)
    rows.push(...own.map((segment) => segmentRow(segment, lowered)))
    if (plane !== undefined) rows.push(chipRow(plane))
  }
  return [...rows, headRow(network, lowered)]
}

function inputRow({ input, stem, source }: Network): LayerRow {
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
function segmentRow(segment: HostSegment, { layers }: PlaneNetwork): LayerRow {
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

function chipRow({ layer, actPlanes, weights, sumRange }: PlaneNetwork['layers'][number]): LayerRow {
  const { quantiser, kind, scale } = layer
  const wide = kind === 'wide'
  return {
    name: layer.name,
    operator: wide ? wideOperator(layer) : kind,
    geometry: geometry(layer),
    place: 'chip',
    reason: '',
    inputShape: shapeOf(layer.input),
    outputShape: shapeOf(layer.output),
    actPlanes,
    weightPlanes: wide ? 0 : weights.exponents.length,
    inLevels: wide ? wideLevels(layer.inLevels.unit) : formatLevels(layer.inLevels),
    outLevels: scale ? wideLevels(scale.unit) : quantiser ? formatLevels(quantiser.levels) : 'sums',
    weightBits: layer.weights.length * weights.exponents.length,
    macs: layerMacs(layer),
    bytes: 0,
    sumBits: signedBits(sumRange.min, sumRange.max),
    turnedRows: quantiser?.direction.filter((turn) => turn < 0).length ?? 0,
    tiedChannels: quantiser?.tiedChannels ?? 0,
    margin: quantiser?.margin,
  }
}

function headRow(network: Network, { layers }: PlaneNetwork): LayerRow {
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

/** What is done to wide values. */
function wideOperator({ quantiser, scale, pool }: Layer): string {
  if (quantiser !== undefined) return 'quantise'
  if (scale === undefined) return 'send'
  return pool === undefined ? 'scale' : 'average'
}

/** Int16 values in multiples of a unit. */
function wideLevels(unit: number): string {
  return `int16 × ${Number(unit.toPrecision(6))}`
}

/** Operators of some nodes, each once, in order. */
function operators(nodes: readonly { readonly operator: string }[]): string {
  return [...new Set(nodes.map(({ operator }) => operator))].join(', ')
}

/** `3×3, stride 2, pad 1, max 2×2`. */
function geometry({ kernel, stride, dilation, pad, padCodes, groups, pool, scale }: Layer): string {
  const parts = [size(kernel.height, kernel.width)]
  if (stride.x > 1 || stride.y > 1) parts.push(`stride ${size(stride.y, stride.x)}`)
  if (dilation.x > 1 || dilation.y > 1) parts.push(`dilation ${size(dilation.y, dilation.x)}`)
  if (hasBorder(pad)) parts.push(`pad ${border(pad)}${padCodes === undefined ? ' skipped' : ''}`)
  if (groups > 1) parts.push(`${groups} groups`)
  if (pool !== undefined) {
    const step = pool.strideX === pool.width && pool.strideY === pool.height
    parts.push(
      `${scale ? 'sum' : 'max'} ${size(pool.height, pool.width)}${step ? '' : ` stride ${size(pool.strideY, pool.strideX)}`}`,
    )
    if (hasBorder(pool.pad)) parts.push(`pool pad ${border(pool.pad)}`)
  }
  return parts.join(', ')
}

function size(height: number, width: number): string {
  return `${height}×${width}`
}

/** One number for a border that is even, else left, right, top, bottom. */
function border({ left, right, top, bottom }: Border): string {
  const sides = [left, right, top, bottom]
  return sides.every((side) => side === left) ? String(left) : sides.join(' ')
}

function shapeOf({ channels, height, width }: MapShape): number[] {
  return [channels, height, width]
}
