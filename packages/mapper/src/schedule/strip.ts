import type { ChipConfig } from '@concord/arch'
import { PIXELS_MAX } from './check-layer.js'
import type { LayerPlan } from './layer-plan.js'
import { type Region, splitRegion, splitSpan } from './region.js'

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
  const { axes } = plan
  const windows = partial ? Math.floor(config.accDepth / (axes.x.pool * axes.y.pool)) : Infinity
  const pieces = cutRegion(region, windows)
  const joined = joinedAxis(plan)
  const room = joined === undefined ? 1 : PIXELS_MAX - axes[joined].kernel - axes[joined].pool
  // The pieces are only nearly equal: the widest decides
  const widest = Math.max(...pieces.map(({ width }) => width))
  const together = joined === undefined ? 1 : Math.max(1, Math.min(room, Math.floor(windows / widest)))
  return splitSpan(inputs, Math.ceil(inputs / together)).flatMap((span) =>
    pieces.map((piece) => ({ first: first + span.first, inputs: span.count, region: piece })),
  )
}

/** Fewest nearly equal rectangles of at most `most` windows. */
function cutRegion(region: Region, most: number): Region[] {
  if (region.width * region.height <= most) return [region]
  let best = { columns: region.width, lines: region.height }
  for (let columns = 1; columns <= region.width; columns++) {
    const width = Math.ceil(region.width / columns)
    if (width > most) continue
    const lines = Math.ceil(region.height / Math.floor(most / width))
    if (columns * lines < best.columns * best.lines) best = { columns, lines }
  }
  return splitRegion(region, best.columns, best.lines)
}
