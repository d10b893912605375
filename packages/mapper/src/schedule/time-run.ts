import type { ChipConfig } from '@concord/arch'
import type { Axis } from './axis.js'
import type { LayerPlan } from './layer-plan.js'
import { postCycles } from './layer-plan.js'
import type { Region, Span } from './region.js'
import { tapStart } from './run-registers.js'
import { allTaps, innerTaps, type RunWork, runWork, type TapCounts, wholeWork } from './run-work.js'
import type { Step } from './steps.js'
import { joinedAxis, type Strip } from './strip.js'

/** What the time of a RUN depends on. */
export interface TimedRun {
  readonly plan: LayerPlan
  readonly rowGroup: number
  readonly step: Step
  readonly strip: Strip
  /** Part of the map that the bank holds. */
  readonly source: Region
  /** Taps outside the map read pad words. */
  readonly padded: boolean
  readonly save: boolean
}

/** How long a RUN takes. */
export function timeRun(config: ChipConfig, run: TimedRun): RunWork {
  const { plan, rowGroup, step, strip, source, padded, save } = run
  const { axes, plane } = plan
  const { x, y } = axes
  const { rows, stepPlan } = plan.rowGroups[rowGroup]
  const { taps, groups } = stepPlan.tiles[step.tile]
  const { region } = strip
  const joined = joinedAxis(plan)
  const post = save ? undefined : postCycles(config, plane, rows)
  const compare = post?.compare ?? 0
  const shape = { pairs: step.pairs.length, groups, compare, write: post?.write ?? 0 }
  const columns = joined === 'x' ? strip.inputs : region.width
  const lines = joined === 'y' ? strip.inputs : region.height
  if (padded || !(x.padded || y.padded)) {
    const windows = columns * lines
    return wholeWork(config, shape, taps.x.count * taps.y.count, windows * x.pool * y.pool, windows)
  }
  const across = tapCounts(x, taps.x, { first: region.x, count: columns }, source.x, source.width)
  const down = tapCounts(y, taps.y, { first: region.y, count: lines }, source.y, source.height)
  return runWork(config, shape, across, down)
}

/** Counts the taps inside the map along one axis. */
function tapCounts(axis: Axis, taps: Span, windows: Span, regionFirst: number, size: number): TapCounts {
  const { pool, poolStride, stride, dilation, padded } = axis
  if (!padded) return allTaps(taps.count, windows.count, pool)
  const origin = tapStart(axis, taps.first, windows.first) - regionFirst
  const reached = { origin, size, taps: taps.count, dilation: taps.count === 1 ? 1 : dilation }
  return innerTaps(
    reached,
    { count: windows.count, step: stride * poolStride },
    { count: pool, step: stride },
  )
}
