import { type ChipConfig, chipGeometry } from '@concord/arch'
import { MappingError } from '../errors.js'
import { signedBits } from '../planes/lower.js'
import type { PlaneLayer, PlaneNetwork } from '../planes/plane-network.js'
import { type RowGroup, rowGroups } from './row-groups.js'
import { planSteps, type SplitStyle, type StepPlan } from './steps.js'

/** A layer on one chip. */
export interface LayerPlan {
  readonly index: number
  readonly plane: PlaneLayer
  /** Words of one plane of a pixel, in and out. */
  readonly inGroups: number
  readonly outGroups: number
  /** Words of a pixel, all planes. */
  readonly inWords: number
  readonly outWords: number
  readonly rowGroups: readonly RowGroup[]
  readonly stepPlan: StepPlan
  /** Words issued to the array for one input. */
  readonly issuedWords: number
}

/** Plans every layer and checks what does not depend on the schedule. */
export function planLayers(config: ChipConfig, network: PlaneNetwork, style: SplitStyle): LayerPlan[] {
  return network.layers.map((plane, index) => {
    checkLayer(config, plane)
    const { input, output } = plane.layer
    const inGroups = Math.ceil(input.channels / config.lanes)
    const outGroups = Math.ceil(output.channels / config.lanes)
    const stepPlan = planSteps(config, plane, style)
    const groups = rowGroups(config, output.channels)
    const wordsARow = stepPlan.steps.reduce(
      (sum, step) => sum + step.pairs.length * stepPlan.tiles[step.tile].groups,
      0,
    )
    return {
      index,
      plane,
      inGroups,
      outGroups,
      inWords: plane.actPlanes * inGroups,
      outWords: plane.outPlanes * outGroups,
      rowGroups: groups,
      stepPlan,
      issuedWords: wordsARow * groups.length,
    }
  })
}

/** Words of a bank that one input needs at most, over all layers. */
export function largestInput(plans: readonly LayerPlan[]): number {
  return Math.max(...plans.map(({ inWords, outWords }) => Math.max(inWords, outWords)))
}

/** Cycles that the post unit takes for a pixel of a row group. */
export function drainCycles(config: ChipConfig, plane: PlaneLayer, rows: number): number {
  const compare = plane.mode === 'RAW' ? 0 : plane.thresholds.length * Math.ceil(rows / config.postLanes)
  return compare + plane.outPlanes * Math.ceil(rows / chipGeometry(config).segment)
}

const MULTI_PLANES_MAX = 4
const GROUPS_MAX = 4095

function checkLayer(config: ChipConfig, plane: PlaneLayer): void {
  const { name, input, output } = plane.layer
  const where = `layer ${name} on chip ${config.name}`
  const bits = signedBits(plane.sumRange.min, plane.sumRange.max)
  if (bits > config.accBits) {
    throw new MappingError(
      where,
      `its sums reach ${plane.sumRange.min}..${plane.sumRange.max} and need ${bits} bits, accBits is ${config.accBits}`,
      `use a chip with accBits of at least ${bits}`,
    )
  }
  if (plane.mode === 'MULTI' && plane.outPlanes > MULTI_PLANES_MAX) {
    throw new MappingError(
      where,
      `its result has ${plane.thresholds.length + 1} levels, the post unit makes at most ${2 ** MULTI_PLANES_MAX}`,
      `quantise it to ${MULTI_PLANES_MAX} bits or less`,
    )
  }
  if (plane.thresholds.length > config.paramDepth) {
    throw new MappingError(
      where,
      `its result needs ${plane.thresholds.length} thresholds a row, paramDepth is ${config.paramDepth}`,
      `use a chip with paramDepth of at least ${plane.thresholds.length}`,
    )
  }
  if (Math.max(input.channels, output.channels) > GROUPS_MAX * config.lanes) {
    throw new MappingError(
      where,
      `${input.channels} inputs and ${output.channels} outputs are more than ${GROUPS_MAX} words of ${config.lanes} lanes`,
      'use a chip with more lanes',
    )
  }
}
