import { type ChipConfig, MULTI_PLANES_MAX } from '@concord/arch'
import { type Layer, readIds } from '../network/layer.js'
import type { PlaneLayer, PlaneNetwork } from '../planes/plane-network.js'
import type { StepPlan } from './steps.js'

/** A RUN of the wide bank: one null word a pixel, no weights. */
export const WIDE_STEPS: StepPlan = {
  tiles: [
    { planes: [], taps: { x: { first: 0, count: 1 }, y: { first: 0, count: 1 } }, firstGroup: 0, groups: 1 },
  ],
  steps: [{ tile: 0, pairs: [{ actPlane: 0, tilePlane: 0, double: false }], lowest: 0 }],
  turns: false,
}

/** Whether some layer reads or makes wide values. */
export function hasWide({ network }: Pick<PlaneNetwork, 'network'>): boolean {
  return network.layers.some(({ kind, scale }) => kind === 'wide' || scale !== undefined)
}

/**
 * Quantisers that the RUN which makes their wide values can do as well: those whose codes the next layer of weights reads that
 * reads codes of the chip at all, so that they do not keep a bank for long.
 *
 * @returns the layer that quantises, by the layer that scales
 */
export function inlinedQuantisers(
  { paramDepth }: ChipConfig,
  { network, layers }: PlaneNetwork,
): ReadonlyMap<number, number> {
  const inlined = new Map<number, number>()
  for (const [index, { layer, mode, parameters }] of layers.entries()) {
    if (mode !== 'SCALE') continue
    const next = layers.findIndex((plane, i) => i > index && readsCodes(plane.layer, network))
    if (next < 0) continue
    const [source] = layers[next].layer.inputs
    const quantiser = layers.findIndex((plane) => plane.layer.id === source)
    const reader = layers[quantiser]
    if (reader?.layer.kind !== 'wide' || reader.layer.quantiser === undefined) continue
    const { inputs, pool } = reader.layer
    const own = inputs.length === 1 && inputs[0] === layer.id && pool === undefined
    const room = parameters.length + reader.thresholds.length <= paramDepth
    if (own && room && reader.outPlanes <= MULTI_PLANES_MAX) inlined.set(index, quantiser)
  }
  return inlined
}

/** Whether a layer has weights, on codes that the chip makes. */
function readsCodes({ kind, inputs }: Layer, { input }: PlaneNetwork['network']): boolean {
  return kind !== 'wide' && inputs[0] !== input.id
}

/** A layer that scales, with the codes that its RUN makes as well. */
export function withQuantiser(plane: PlaneLayer, { thresholds, outPlanes }: PlaneLayer): PlaneLayer {
  return { ...plane, thresholds, outPlanes, parameters: [...plane.parameters, ...thresholds] }
}

/** By id of a wide map, the last layer that reads it. */
export function lastReaders({ network }: Pick<PlaneNetwork, 'network'>): ReadonlyMap<string, number> {
  const last = new Map<string, number>()
  for (const [index, layer] of network.layers.entries()) for (const id of readIds(layer)) last.set(id, index)
  return last
}
