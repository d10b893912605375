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

/** What a chip is too small for, and what would do. */
export interface LayerFault {
  readonly why: string
  readonly fix: string
}

/**
 * Checks a layer against the chip and the fields of its registers.
 *
 * @throws MappingError
 */
export function checkLayer(config: ChipConfig, plan: LayerPlan): void {
  checkWideLayer(config, plan)
  refuseLayer(config, plan, parameterFault(config, plan) ?? sizeFault(config, plan))
}

/** Throws what a layer is refused for, if it is. */
export function refuseLayer({ name }: ChipConfig, { plane }: LayerPlan, fault: LayerFault | undefined): void {
  if (fault !== undefined)
    throw new MappingError(`layer ${plane.layer.name} on chip ${name}`, fault.why, fault.fix)
}

/** More thresholds, or parameters, than the post unit takes. */
function parameterFault({ paramDepth }: ChipConfig, { plane }: LayerPlan): LayerFault | undefined {
  const { parameters, mode, outPlanes, thresholds, scale } = plane
  if (mode === 'MULTI' && outPlanes > MULTI_PLANES_MAX) {
    return {
      why: `its result has ${thresholds.length + 1} levels, the post unit makes at most ${2 ** MULTI_PLANES_MAX}`,
      fix: `quantise it to ${MULTI_PLANES_MAX} bits or less`,
    }
  }
  if (parameters.length <= paramDepth) return undefined
  return {
    why: `its result needs ${parameters.length} ${scale ? 'parameters' : 'thresholds'} a row, paramDepth is ${paramDepth}`,
    fix: `use a chip with paramDepth of at least ${parameters.length}`,
  }
}

/** Sums, words or windows that the chip does not hold. */
export function sizeFault(config: ChipConfig, plan: LayerPlan): LayerFault | undefined {
  const { plane, inGroups, outGroups, axes, steps } = plan
  const { layer, sumRange } = plane
  const bits = signedBits(sumRange.min, sumRange.max)
  if (layer.kind !== 'wide' && bits > config.accBits) {
    return {
      why: `its sums reach ${sumRange.min}..${sumRange.max} and need ${bits} bits, accBits is ${config.accBits}`,
      fix: `use a chip with accBits of at least ${bits}`,
    }
  }
  if (Math.max(inGroups, outGroups) > GROUPS_MAX) {
    return {
      why: `${inGroups} input words and ${outGroups} output words a pixel are more than ${GROUPS_MAX} of ${config.lanes} lanes`,
      fix: 'use a chip with more lanes',
    }
  }
  const pixels = axes.x.pool * axes.y.pool
  if (steps > 1 && !holds(config, 'accDepth', pixels)) {
    return {
      why: `a pooling window leaves ${pixels} partial sums a row, accDepth is ${config.accDepth}`,
      fix: `use a chip with accDepth of at least ${pixels}, or with a larger weightDepth`,
    }
  }
  const why = axisFault(axes.x) ?? axisFault(axes.y)
  return why === undefined ? undefined : { why, fix: 'use a smaller stride, window or map' }
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
