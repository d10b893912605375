import { hasBorder } from '../network/border.js'
import { type Layer, layerMacs } from '../network/layer.js'
import { formatLevels } from '../network/levels.js'
import type { Border } from '../network/map-shape.js'
import type { Network } from '../network/network.js'
import { lower, signedBits } from '../planes/lower.js'
import type { PlaneNetwork } from '../planes/plane-network.js'
import { headRow, inputRow, segmentRow } from './host-rows.js'
import { type LayerRow, shapeOf, wideLevels } from './layer-row.js'

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

/** What is done to wide values. */
function wideOperator({ quantiser, scale, pool }: Layer): string {
  if (quantiser !== undefined) return 'quantise'
  if (scale === undefined) return 'send'
  return pool === undefined ? 'scale' : 'average'
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
