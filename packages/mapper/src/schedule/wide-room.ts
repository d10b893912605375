import type { ChipConfig } from '@concord/arch'
import { MappingError } from '../errors.js'
import type { MapShape } from '../network/map-shape.js'
import type { PlaneNetwork } from '../planes/plane-network.js'
import type { LayerPlan } from './layer-plan.js'
import { placePads } from './pads.js'
import { type WidePlaces, widePlaces } from './wide-places.js'

const KNOWN = new WeakMap<readonly LayerPlan[], WidePlaces>()

/** Where the wide maps of a pass lie. */
export function placesOf(config: ChipConfig, plans: readonly LayerPlan[]): WidePlaces {
  const known = KNOWN.get(plans) ?? widePlaces(config, plans)
  KNOWN.set(plans, known)
  return known
}

/**
 * Inputs whose maps fit the wide bank, and each map an activation bank, together.
 *
 * @throws MappingError when not even one does, saying what would do
 */
export function checkWideRoom(
  config: ChipConfig,
  plans: readonly LayerPlan[],
  { network }: Pick<PlaneNetwork, 'network'>,
): number {
  const { name, residualWords, postLanes, actWords, lanes } = config
  const { words } = placesOf(config, plans)
  if (words > residualWords) {
    throw new MappingError(
      `network on chip ${name}`,
      `its real maps take ${words} words of the wide bank at once (postLanes ${postLanes}), residualWords is ${residualWords}`,
      `use a chip with residualWords of at least ${words}, or with more postLanes`,
    )
  }
  const { words: bankWords } = placePads(config, plans).room
  let most = words === 0 ? Infinity : Math.floor(residualWords / words)
  const check = (id: string, map: MapShape, pixelWords: number) => {
    const taken = map.width * map.height * pixelWords
    if (taken > bankWords) {
      throw new MappingError(
        `layer ${id} on chip ${name}`,
        `its map takes ${taken} words of an activation bank (${lanes} lanes) and has to be there whole beside wide maps, actWords is ${actWords}`,
        `use a chip with actWords of at least ${taken + actWords - bankWords}, or with more lanes`,
      )
    }
    if (taken > 0) most = Math.min(most, Math.floor(bankWords / taken))
  }
  for (const { plane, input, inWords, result, outWords } of plans) {
    const { layer } = plane
    if (layer.kind !== 'wide' && layer.inputs.length > 1) {
      const why = 'it joins quantised maps in a network with real ones, which is not scheduled'
      throw new MappingError(
        `layer ${layer.name} on chip ${name}`,
        why,
        'join the real maps, and quantise them then',
      )
    }
    if (layer.kind !== 'wide' && layer.inputs[0] === network.input.id) check(network.input.id, input, inWords)
    if (layer.kind !== 'wide' || layer.quantiser) check(layer.name, result, outWords)
  }
  return most
}
