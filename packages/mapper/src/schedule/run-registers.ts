import { type ChipConfig, POST_MODE } from '@concord/arch'
import type { Axis } from './axis.js'
import type { PlacedTile } from './fills.js'
import type { LayerPlan } from './layer-plan.js'
import { postCycles } from './layer-plan.js'
import type { RegisterSetting } from './operation.js'
import type { Span } from './region.js'
import { allTaps, innerTaps, type RunWork, runWork, type TapCounts } from './run-work.js'
import type { Step } from './steps.js'
import { joinedAxis, type Strip } from './strip.js'
import { inputWordsOf, pixelAddress, type View } from './view.js'

/** A RUN in all its parts. */
export interface RunParts {
  readonly plan: LayerPlan
  readonly place: PlacedTile
  readonly step: Step
  readonly strip: Strip
  readonly from: View
  readonly to: View
  /** Address of the layer's pad words, which taps outside the map read. */
  readonly padAddress: number | undefined
  /** The pass has layers with pad words. */
  readonly pads: boolean
  /** The step leaves partial sums; the post unit does not run. */
  readonly save: boolean
}

/** What RUN is told about one axis. */
interface AxisRun {
  readonly origin: number
  readonly size: number
  readonly dilationLog2: number
  readonly pixelStep: number
  readonly windowStep: number
  readonly windows: number
  readonly counts: TapCounts
}

/** Registers of a RUN and its time. */
export function runRegisters(
  config: ChipConfig,
  parts: RunParts,
): { readonly registers: RegisterSetting[]; readonly work: RunWork } {
  const { plan, place, step, strip, from, to, padAddress, pads, save } = parts
  const { plane, axes, inGroups, inWords } = plan
  const rowGroup = plan.rowGroups[place.rowGroup]
  const { taps, firstGroup, groups } = rowGroup.stepPlan.tiles[place.tile]
  const joined = joinedAxis(plan)
  const skips = padAddress === undefined
  const across = axisRun(
    axes.x,
    taps.x,
    { first: strip.region.x, count: strip.region.width },
    from.region.x,
    from.region.width,
    joined === 'x' ? strip.inputs : undefined,
    skips,
  )
  const down = axisRun(
    axes.y,
    taps.y,
    { first: strip.region.y, count: strip.region.height },
    from.region.y,
    from.region.height,
    joined === 'y' ? strip.inputs : undefined,
    skips,
  )
  const lineWords = from.region.width * inWords
  const lowest = Math.min(...step.pairs.map(({ actPlane }) => actPlane))
  const corner = pixelAddress(
    from,
    strip.first,
    tapStart(axes.x, taps.x, strip.region.x),
    tapStart(axes.y, taps.y, strip.region.y),
  )
  const lastWord = plan.words[firstGroup + groups - 1]
  const [poolX, poolY] = [axes.x.pool, axes.y.pool]
  const registers: RegisterSetting[] = [
    ['IN_ADDR', { address: corner + lowest * inGroups + firstGroup }],
    ['ORIGIN', { x: across.origin, y: down.origin }],
    ['SIZE', { width: across.size, height: down.size }],
    [
      'KERNEL',
      {
        kw: taps.x.count,
        kh: taps.y.count,
        dilationLog2X: across.dilationLog2,
        dilationLog2Y: down.dilationLog2,
      },
    ],
    ['STRIDE', { sx: across.pixelStep, sy: down.pixelStep, wx: across.windowStep, wy: down.windowStep }],
    ['WIN_DX', { step: joined === 'x' ? inputWordsOf(from) : axes.x.poolStride * axes.x.stride * inWords }],
    ['WINDOW', { pw: poolX, ph: poolY }],
    ['COUNT', { ww: across.windows, wh: down.windows }],
    ['GROUPS', { groups, lastValid: lastWord.channels }],
    ['WEIGHT', { address: place.word, rows: rowGroup.rows }],
  ]
  if (taps.x.count > 1) registers.push(['TAP_DX', { step: axes.x.dilation * inWords }])
  if (taps.y.count > 1) registers.push(['TAP_DY', { step: axes.y.dilation * lineWords }])
  if (taps.x.count * taps.y.count > 1) registers.push(['W_STEP', { wdx: groups, wdy: taps.x.count * groups }])
  if (poolX > 1) registers.push(['PIX_DX', { step: axes.x.stride * inWords }])
  if (poolY > 1) registers.push(['PIX_DY', { step: axes.y.stride * lineWords }])
  if (down.windows > 1) {
    const step = joined === 'y' ? inputWordsOf(from) : axes.y.poolStride * axes.y.stride * lineWords
    registers.push(['WIN_DY', { step }])
  }
  if (pads) {
    const address = (padAddress ?? 0) + lowest * inGroups + firstGroup
    registers.push(['PAD', skips ? { address: 0, enable: 0 } : { address, enable: 1 }])
  }
  const tapWords = taps.x.count * taps.y.count * groups
  for (const [index, { actPlane, tilePlane, double }] of step.pairs.entries()) {
    const aOff = (actPlane - lowest) * inGroups
    registers.push(['PAIR', { aOff, wOff: tilePlane * tapWords, double: Number(double), index }])
  }
  const post = save ? { compare: 0, write: 0 } : postCycles(config, plane, rowGroup.rows)
  const work = runWork(config, { pairs: step.pairs.length, groups, ...post }, across.counts, down.counts)
  if (save) return { registers, work }
  registers.push(
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
    [
      'OUT_ADDR',
      {
        address:
          pixelAddress(to, strip.first, strip.region.x, strip.region.y) + rowGroup.word - to.firstGroup,
      },
    ],
    ['OUT_DX', { step: joined === 'x' ? inputWordsOf(to) : to.pixelWords }],
    ['OUT_DP', { step: to.groups }],
  )
  if (down.windows > 1) {
    registers.push(['OUT_DY', { step: joined === 'y' ? inputWordsOf(to) : to.region.width * to.pixelWords }])
  }
  return { registers, work }
}

/** Coordinate of a tile's first tap of a result's first pixel. */
function tapStart({ poolStride, stride, pad, dilation }: Axis, taps: Span, result: number): number {
  return result * poolStride * stride - pad + taps.first * dilation
}

/**
 * One axis of a RUN. Where no tap lies outside the map, coordinates only have to stay inside, so they go in steps of
 * one and the address steps alone carry stride and dilation.
 *
 * @param joined - number of inputs that are the windows of this axis
 */
function axisRun(
  axis: Axis,
  taps: Span,
  results: Span,
  regionFirst: number,
  regionSize: number,
  joined: number | undefined,
  skips: boolean,
): AxisRun {
  const { pool, poolStride, stride, dilation, padded } = axis
  const windows = joined ?? results.count
  if (!padded) {
    const size = windows + pool + taps.count - 2
    const counts = allTaps(taps.count, windows, pool)
    return { origin: 0, size, dilationLog2: 0, pixelStep: 1, windowStep: 1, windows, counts }
  }
  const origin = tapStart(axis, taps, results.first) - regionFirst
  const single = taps.count === 1
  const windowStep = stride * poolStride
  const reached = { origin, size: regionSize, taps: taps.count, dilation: single ? 1 : dilation }
  const counts = skips
    ? innerTaps(reached, { count: windows, step: windowStep }, { count: pool, step: stride })
    : allTaps(taps.count, windows, pool)
  return {
    ...{ origin, size: regionSize, dilationLog2: single ? 0 : Math.log2(dilation) },
    ...{ pixelStep: pool > 1 ? stride : 1, windowStep, windows, counts },
  }
}
