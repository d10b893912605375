import { codePlanes, formatLevels } from '../network/levels.js'
import { layerMacs, type MapShape, type Network } from '../network/network.js'
import { lower, signedBits } from '../planes/lower.js'

/** One line of a network's layer table. */
export interface LayerRow {
  readonly name: string
  readonly operator: string
  readonly place: 'chip' | 'host'
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
  /** Bits of the sums on the chip. */
  readonly sumBits: number
  /** Rows that a negative factor turned round. */
  readonly turnedRows: number
  /** Distance of the nearest real threshold from a reachable sum; undefined without thresholds. */
  readonly margin: number | undefined
}

/** Describes a network layer by layer: the input's quantiser, the layers on the chip, and the host's part. */
export function layerTable(network: Network): LayerRow[] {
  const { input, classes, head } = network
  const host = {
    actPlanes: 0,
    weightPlanes: 0,
    weightBits: 0,
    macs: 0,
    sumBits: 0,
    turnedRows: 0,
    margin: undefined,
  }
  const chip = lower(network).layers.map(({ layer, actPlanes, weights, sumRange }): LayerRow => {
    const { quantiser } = layer
    return {
      name: layer.name,
      operator: layer.kind,
      place: 'chip',
      inputShape: shapeOf(layer.input),
      outputShape: shapeOf(layer.output),
      actPlanes,
      weightPlanes: weights.exponents.length,
      inLevels: formatLevels(layer.inLevels),
      outLevels: quantiser === undefined ? 'sums' : formatLevels(quantiser.levels),
      weightBits: layer.weights.length * weights.exponents.length,
      macs: layerMacs(layer),
      sumBits: signedBits(sumRange.min, sumRange.max),
      turnedRows: quantiser?.direction.filter((turn) => turn < 0).length ?? 0,
      margin: quantiser?.margin,
    }
  })
  const first: LayerRow = {
    ...host,
    name: network.source.input.name,
    operator: input.scale === 'raw' ? 'input 0..255' : 'input 0..255 / 255',
    place: 'host',
    inputShape: input.shape.slice(1),
    outputShape: input.shape.slice(1),
    actPlanes: codePlanes(input.levels),
    inLevels: '0 … 255',
    outLevels: formatLevels(input.levels),
  }
  const last: LayerRow = {
    ...host,
    name: network.source.outputs[0],
    operator: head.map(({ op }) => op).join(', ') || 'none',
    place: 'host',
    inputShape: [classes],
    outputShape: [classes],
    inLevels: 'sums',
    outLevels: 'scores',
  }
  return [first, ...chip, last]
}

function shapeOf({ channels, height, width }: MapShape): number[] {
  return [channels, height, width]
}
