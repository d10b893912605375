import { type ChipConfig, MULTI_PLANES_MAX } from '@concord/arch'
import { MappingError } from '../errors.js'
import { signedBits } from '../planes/lower.js'
import type { Axis } from './axis.js'
import { checkWideLayer } from './check-wide.js'
import type { LayerPlan } from './layer-plan.js'
import { holds } from './shape-chip.js'

const GROUPS_MAX = 4095
/** COUNT, SIZE and ORIGIN hold this many pixels. */
export const PIXELS_MAX = 2047
/** Fields of STRIDE and WINDOW. */
const STRIDE_MAX = 15
const WINDOW_STRIDE_MAX = 63
const POOL_MAX = 15

/**
 * Checks a layer against the chip and the fields of its registers.
 *
 * @throws MappingError
 */
export function checkLayer(config: ChipConfig, plan: LayerPlan): void {
  const { plane, inGroups, outGroups, axes, steps } = plan
  const { layer, sumRange } = plane
  const refuse = (why: string, fix: string) => {
    throw new MappingError(`layer ${layer.name} on chip ${config.name}`, why, fix)
  }
  const bits = signedBits(sumRange.min, sumRange.max)
  if (layer.kind !== 'wide' && bits > config.accBits) {
    refuse(
      `its sums reach ${sumRange.min}..${sumRange.max} and need ${bits} bits, accBits is ${config.accBits}`,
      `use a chip with accBits of at least ${bits}`,
    )
  }
  if (plane.mode === 'MULTI' && plane.outPlanes > MULTI_PLANES_MAX) {
    refuse(
      `its result has ${plane.thresholds.length + 1} levels, the post unit makes at most ${2 ** MULTI_PLANES_MAX}`,
      `quantise it to ${MULTI_PLANES_MAX} bits or less`,
    )
  }
  if (plane.parameters.length > config.paramDepth) {
    const what = plane.scale ? 'parameters' : 'thresholds'
    refuse(
      `its result needs ${plane.parameters.length} ${what} a row, paramDepth is ${config.paramDepth}`,
      `use a chip with paramDepth of at least ${plane.parameters.length}`,
    )
  }
  checkWideLayer(config, plan)
  if (Math.max(inGroups, outGroups) > GROUPS_MAX) {
    refuse(
      `${inGroups} input words and ${outGroups} output words a pixel are more than ${GROUPS_MAX} of ${config.lanes} lanes`,
      'use a chip with more lanes',
    )
  }
  const pixels = axes.x.pool * axes.y.pool
  if (steps > 1 && !holds(config, 'accDepth', pixels)) {
    refuse(
      `a pooling window leaves ${pixels} partial sums a row, accDepth is ${config.accDepth}`,
      `use a chip with accDepth of at least ${pixels}, or with a larger weightDepth`,
    )
  }
  for (const axis of [axes.x, axes.y]) {
    const why = axisFault(axis)
    if (why !== undefined) refuse(why, 'use a smaller stride, window or map')
  }
}

function axisFault(axis: Axis): string | undefined {
  const { size, stride, pool, poolStride, padded, result } = axis
  if (Math.max(size, result) > PIXELS_MAX)
    return `its map is ${Math.max(size, result)} pixels wide, legal: ${PIXELS_MAX}`
  if (pool > POOL_MAX) return `its pooling window is ${pool} pixels wide, legal: ${POOL_MAX}`
  if (!padded) return undefined
  if (pool > 1 && stride > STRIDE_MAX) return `its stride ${stride} with padding is more than ${STRIDE_MAX}`
  const step = stride * poolStride
  return step > WINDOW_STRIDE_MAX
    ? `its step ${step} with padding is more than ${WINDOW_STRIDE_MAX}`
    : undefined
}
