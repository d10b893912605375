import type { ChipConfig } from '@concord/arch'
import { MappingError } from '../errors.js'
import type { Layer } from '../network/layer.js'
import type { LayerPlan } from './layer-plan.js'

/**
 * Checks that a chip has what a layer of wide values needs.
 *
 * @throws MappingError
 */
export function checkWideLayer({ name, residualWords, vector }: ChipConfig, { plane }: LayerPlan): void {
  const { layer } = plane
  const { kind, scale } = layer
  if (kind !== 'wide' && scale === undefined) return
  const refuse = (why: string, fix: string) => {
    throw new MappingError(`layer ${layer.name} on chip ${name}`, why, fix)
  }
  if (residualWords === 0)
    refuse('its real map needs a wide bank, residualWords is 0', 'use a chip with residualWords and vector')
  if (!vector && (kind === 'wide' || needsVector(layer)))
    refuse('it works on wide values, vector is false', 'use a chip with vector')
}

/** What SCALE does with `vector` only. */
function needsVector({ scale }: Layer): boolean {
  return scale?.function !== undefined || scale?.gate === true || scale?.accumulate !== undefined
}
