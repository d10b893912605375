import type { ChipConfig } from '@concord/arch'
import { PIXELS_MAX } from './check-layer.js'
import type { LayerPlan } from './layer-plan.js'
import { type Region, splitRegion, splitSpan } from './region.js'
import { holds } from './shape-chip.js'

/** Results of one RUN: a region of the result map of some inputs; of several only where `joinedAxis` says so. */
export interface Strip {
  /** Number of the first input in the batch. */
  readonly first: number
  readonly inputs: number
  readonly region: Region
}

/**
 * The axis along which the inputs of a layer can be windows of one RUN: the result has one pixel there and no tap
 * lies outside.
 */
export function joinedAxis({ axes, result }: LayerPlan): 'x' | 'y' | undefined {
  if (result.width === 1 && result.height === 1 && !axes.x.padded) return 'x'
  return result.height === 1 && !axes.y.padded ? 'y' : undefined
}

/**
 * Cuts a region of some inputs into strips for one RUN each.
 *
 * @param partial - the sums stay in the accumulator file between the steps, which limits a strip
 */
export function cutStrips(
  config: ChipConfig,
  plan: LayerPlan,
  { first, inputs, region }: Strip,
  partial: boolean,
): Strip[] {
  const most = partial ? windowsAtOnce(config, plan, inputs * region.width * region.height) : Infinity
  const { columns, lines } = cutCounts(region.width, region.height, most)
  const pieces = columns * lines === 1 ? [region] : splitRegion(region, columns, lines)
  // The pieces are only nearly equal: the widest decides
  const together = inputsTogether(plan, Math.ceil(region.width / columns), most)
  if (inputs <= together && pieces.length === 1) return [{ first, inputs, region }]
  return splitSpan(inputs, Math.ceil(inputs / together)).flatMap((span) =>
    pieces.map((piece) => ({ first: first + span.first, inputs: span.count, region: piece })),
  )
}

/** Number of strips that `cutStrips` makes. */
export function stripCount(
  config: ChipConfig,
  plan: LayerPlan,
  { inputs, width, height }: { readonly inputs: number; readonly width: number; readonly height: number },
  partial: boolean,
): number {
  const most = partial ? windowsAtOnce(config, plan, inputs * width * height) : Infinity
  const { columns, lines } = cutCounts(width, height, most)
  const together = inputsTogether(plan, Math.ceil(width / columns), most)
  return Math.ceil(inputs / together) * columns * lines
}

/** Windows whose sums the accumulator file holds; how many is of no interest when it holds all. */
function windowsAtOnce(config: ChipConfig, { axes }: LayerPlan, all: number): number {
  const pixels = axes.x.pool * axes.y.pool
  return holds(config, 'accDepth', all * pixels) ? Infinity : Math.floor(config.accDepth / pixels)
}

/** Inputs that can be windows of one RUN, of so many windows each. */
function inputsTogether(plan: LayerPlan, width: number, most: number): number {
  const joined = joinedAxis(plan)
  if (joined === undefined) return 1
  const { kernel, pool } = plan.axes[joined]
  return Math.max(1, Math.min(PIXELS_MAX - kernel - pool, Math.floor(most / width)))
}

/** Fewest nearly equal rectangles of at most `most` windows. */
function cutCounts(width: number, height: number, most: number): { columns: number; lines: number } {
  if (width * height <= most) return { columns: 1, lines: 1 }
  let best = { columns: width, lines: height }
  for (let columns = 1; columns <= width; columns++) {
    const own = Math.ceil(width / columns)
    if (own > most) continue
    const lines = Math.ceil(height / Math.floor(most / own))
    if (columns * lines < best.columns * best.lines) best = { columns, lines }
  }
  return best
}
