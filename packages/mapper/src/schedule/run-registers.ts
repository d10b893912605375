import { type ChipConfig, POST_MODE } from '@concord/arch'
import type { PlacedTile } from './fills.js'
import type { LayerPlan } from './layer-plan.js'
import type { RegisterSetting } from './operation.js'
import type { Step } from './steps.js'

/** The inputs of one RUN. */
export interface Strip {
  /** Place of the first of them in the input bank, in inputs. */
  readonly first: number
  /** The same in the output bank. */
  readonly out: number
  readonly inputs: number
}

/**
 * Registers of the RUN that makes one step of a row group for a strip.
 *
 * A resident batch is an image of one line whose pixels are the inputs; the layer is a 1 × 1 convolution on it.
 *
 * @param save - the step leaves partial sums; the post unit does not run
 */
export function runRegisters(
  config: ChipConfig,
  plan: LayerPlan,
  place: PlacedTile,
  step: Step,
  strip: Strip,
  save: boolean,
): RegisterSetting[] {
  const { plane, inGroups, inWords, outGroups, outWords } = plan
  const rowGroup = plan.rowGroups[place.rowGroup]
  const tile = plan.stepPlan.tiles[place.tile]
  const { kernel, stride, input } = plane.layer
  const lowest = Math.min(...step.pairs.map(({ actPlane }) => actPlane))
  const end = (tile.firstGroup + tile.groups) * config.lanes
  const lastValid = config.lanes - Math.max(0, end - input.channels)
  const computing: RegisterSetting[] = [
    ['IN_ADDR', { address: strip.first * inWords + lowest * inGroups + tile.firstGroup }],
    ['SIZE', { width: strip.inputs, height: 1 }],
    ['KERNEL', { kw: kernel.width, kh: kernel.height }],
    ['STRIDE', { sx: stride.x, sy: stride.y, wx: stride.x, wy: stride.y }],
    ['WIN_DX', { step: inWords }],
    ['WINDOW', { pw: 1, ph: 1 }],
    ['COUNT', { ww: strip.inputs, wh: 1 }],
    ['GROUPS', { groups: tile.groups, lastValid }],
    ['WEIGHT', { address: place.word, rows: rowGroup.rows }],
    ...step.pairs.map(
      ({ actPlane, tilePlane, double }, index): RegisterSetting => [
        'PAIR',
        {
          aOff: (actPlane - lowest) * inGroups,
          wOff: tilePlane * tile.groups,
          double: Number(double),
          index,
        },
      ],
    ),
  ]
  if (save) return computing
  return [
    ...computing,
    [
      'POST',
      {
        mode: POST_MODE[plane.mode],
        thresholds: plane.thresholds.length,
        planes: plane.outPlanes,
        slot: place.slot,
        segment: rowGroup.segment,
      },
    ],
    ['OUT_ADDR', { address: strip.out * outWords + rowGroup.word }],
    ['OUT_DX', { step: outWords }],
    ['OUT_DP', { step: outGroups }],
  ]
}
