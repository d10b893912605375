import type { Axis } from './axis.js'
import { tapStart } from './axis-run.js'
import type { LayerPlan } from './layer-plan.js'
import type { Region, Span } from './region.js'
import { allTaps, borderWork, innerTaps, type RunWork, type TapCounts, wholeWork } from './run-work.js'
import type { Step } from './steps.js'
import { joinedAxis, type Strip } from './strip.js'

/** Tells what the RUNs of a layer do, for some part of its map in a bank. */
export class LayerWork {
  readonly #joined: 'x' | 'y' | undefined
  readonly #skips: boolean
  /** The last answers, by place of the step; row groups of the same size ask the same again. */
  readonly #whole: { readonly step: Step; readonly work: RunWork }[] = []
  #border: Map<Step, Map<Region, { readonly inputs: number; readonly work: RunWork }>> | undefined

  /**
   * @param source - part of the map that the bank holds
   * @param padded - taps outside the map read pad words
   */
  constructor(
    readonly plan: LayerPlan,
    readonly source: Region,
    padded: boolean,
  ) {
    const { x, y } = plan.axes
    this.#joined = joinedAxis(plan)
    this.#skips = !padded && (x.padded || y.padded)
  }

  /** @param place - of the step among those of the row group; @param load, save - the RUN begins with sums of the accumulator file; leaves them there */
  of(rowGroup: number, place: number, strip: Strip, load: boolean, save: boolean): RunWork {
    const { plan } = this
    const { rows, stepPlan } = plan.rowGroups[rowGroup]
    const step = stepPlan.steps[place]
    const { inputs, region } = strip
    const columns = this.#joined === 'x' ? inputs : region.width
    const lines = this.#joined === 'y' ? inputs : region.height
    if (!this.#skips) {
      const windows = columns * lines
      const known = this.#whole[place]
      if (known?.step === step && known.work.windows === windows && isSame(known.work, rows, load, save))
        return known.work
      const { x, y } = plan.axes
      const { taps, groups } = stepPlan.tiles[step.tile]
      const own = step.pairs.length * groups * taps.x.count * taps.y.count
      const kind = { plane: plan.plane, rows, load, save }
      const work = wholeWork(kind, own, windows * x.pool * y.pool, windows)
      this.#whole[place] = { step, work }
      return work
    }
    this.#border ??= new Map()
    const byRegion = this.#border.get(step) ?? new Map()
    this.#border.set(step, byRegion)
    const known = byRegion.get(region)
    if (known !== undefined && known.inputs === inputs && isSame(known.work, rows, load, save))
      return known.work
    const work = this.#overBorder(rowGroup, step, { ...region, width: columns, height: lines }, load, save)
    byRegion.set(region, { inputs, work })
    return work
  }

  #overBorder(
    rowGroup: number,
    { tile, pairs }: Step,
    windows: Region,
    load: boolean,
    save: boolean,
  ): RunWork {
    const { plan, source } = this
    const { plane, axes } = plan
    const { rows, stepPlan } = plan.rowGroups[rowGroup]
    const { taps, groups } = stepPlan.tiles[tile]
    const [across, down] = [
      tapCounts(axes.x, taps.x, { first: windows.x, count: windows.width }, source.x, source.width),
      tapCounts(axes.y, taps.y, { first: windows.y, count: windows.height }, source.y, source.height),
    ]
    return borderWork({ plane, rows, load, save }, { pairs: pairs.length, groups }, across, down)
  }
}

function isSame(work: RunWork, rows: number, load: boolean, save: boolean): boolean {
  return work.rows === rows && work.load === load && work.save === save
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
