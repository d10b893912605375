import type { ChipConfig } from '@concord/arch'
import type { PlaneLayer } from '../planes/plane-network.js'

/** Cycles of the post unit for a pixel of a row group. */
export interface PostCycles {
  /** Of a pixel that is not the last of its window. */
  readonly inner: number
  readonly last: number
}

/** D of docs/architecture.md §8 and §11. */
export function postCycles(config: ChipConfig, plane: PlaneLayer, rows: number): PostCycles {
  const { mode, thresholds, outPlanes } = plane
  const steps = Math.ceil(rows / config.postLanes)
  const write = outPlanes * Math.ceil(rows / Math.min(config.rows, config.lanes))
  if (mode === 'RAW') return { inner: 0, last: write }
  if (mode !== 'SCALE') {
    const compare = thresholds.length * steps
    return { inner: compare, last: compare + write }
  }
  const { inner, last } = scaleOperations(plane)
  return { inner: inner * steps, last: last * steps + write }
}

/** Operations of a step of SCALE, one a cycle. */
function scaleOperations({ layer, scale, thresholds, outPlanes }: PlaneLayer): PostCycles {
  const { add, residual, slope, function: table, gate, accumulate, offset } = scale!
  const sums = 2 + Number(add !== undefined) + Number(layer.pool !== undefined)
  const present = [
    [residual && !gate, 1],
    [slope, 2],
    [table, 1],
    [gate, 2],
    [accumulate, 1],
    [offset, 1],
  ] as const
  const finish = present.reduce((sum, [there, cycles]) => sum + (there ? cycles : 0), 0)
  return { inner: sums + 1, last: sums + finish + 1 + (outPlanes > 0 ? thresholds.length : 0) }
}
