import type { ChipConfig } from '@concord/arch'
import type { Axis } from './axis.js'
import { tapStart } from './axis-run.js'
import type { LayerPlan } from './layer-plan.js'
import { postCycles } from './post-cycles.js'
import type { Region, Span } from './region.js'
import { allTaps, innerTaps, type RunWork, runWork, type TapCounts, wholeWork } from './run-work.js'
import type { Step } from './steps.js'
import { joinedAxis, type Strip } from './strip.js'

/** Tells how long the RUNs of a layer take, for some part of its map in a bank. */
export class RunTimer {
  readonly #joined: 'x' | 'y' | undefined
  readonly #skips: boolean
  /** The last answers; row groups of the same size ask the same again. */
  readonly #known = new Map<
    Step,
    Map<
      Region,
      { readonly rows: number; readonly inputs: number; readonly save: boolean; readonly work: RunWork }
    >
  >()

  /**
   * @param source - part of the map that the bank holds
   * @param padded - taps outside the map read pad words
   */
  constructor(
    readonly config: ChipConfig,
    readonly plan: LayerPlan,
    readonly source: Region,
    padded: boolean,
  ) {
    const { x, y } = plan.axes
    this.#joined = joinedAxis(plan)
    this.#skips = !padded && (x.padded || y.padded)
  }

  /** @param save - the sums stay in the accumulator file */
  time(rowGroup: number, step: Step, strip: Strip, save: boolean): RunWork {
    const { rows } = this.plan.rowGroups[rowGroup]
    if (!this.#skips) return this.#count(rowGroup, step, strip, save)
    const byRegion = this.#known.get(step) ?? new Map()
    this.#known.set(step, byRegion)
    const known = byRegion.get(strip.region)
    if (known !== undefined && known.rows === rows && known.inputs === strip.inputs && known.save === save)
      return known.work
    const work = this.#count(rowGroup, step, strip, save)
    byRegion.set(strip.region, { rows, inputs: strip.inputs, save, work })
    return work
  }

  #count(rowGroup: number, { tile, pairs }: Step, { inputs, region }: Strip, save: boolean): RunWork {
    const { config, plan, source } = this
    const { x, y } = plan.axes
    const { rows, stepPlan } = plan.rowGroups[rowGroup]
    const { taps, groups } = stepPlan.tiles[tile]
    const post = save ? undefined : postCycles(config, plan.plane, rows)
    const shape = { pairs: pairs.length, groups, post }
    const columns = this.#joined === 'x' ? inputs : region.width
    const lines = this.#joined === 'y' ? inputs : region.height
    if (!this.#skips) {
      const windows = columns * lines
      return wholeWork(config, shape, taps.x.count * taps.y.count, windows * x.pool * y.pool, windows)
    }
    const across = tapCounts(x, taps.x, { first: region.x, count: columns }, source.x, source.width)
    const down = tapCounts(y, taps.y, { first: region.y, count: lines }, source.y, source.height)
    return runWork(config, shape, across, down)
  }
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
