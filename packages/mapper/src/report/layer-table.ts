import { layerMacs } from '../network/layer.js'
import { formatLevels } from '../network/levels.js'
import type { Network } from '../network/network.js'
import { lower, signedBits } from '../planes/lower.js'
import type { PlaneNetwork } from '../planes/plane-network.js'
import { geometry } from './geometry.js'
import { headRow, inputRow, segmentRow } from './host-rows.js'
import { operatorOf, stepsOf } from './layer-operator.js'
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
    operator: operatorOf(layer),
    geometry: geometry(layer),
    after: wide || !scale ? '' : stepsOf(scale).join(', '),
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
