import type { ChipConfig } from '@concord/arch'
import type { PlacedTile } from './fills.js'

/**
 * Weight words of a tile, row by row, in a row plane by plane, in a plane group by group.
 *
 * Lanes beyond the input channels hold 1, so that they never match the activations' 0.
 */
export function weightPayload(config: ChipConfig, { plan, rowGroup, tile }: PlacedTile): Uint8Array {
  const { lanes } = config
  const { planes, firstGroup, groups } = plan.stepPlan.tiles[tile]
  const { first, rows } = plan.rowGroups[rowGroup]
  const { layer, weights } = plan.plane
  const inputs = layer.input.channels
  const wordBytes = lanes / 8
  const payload = new Uint8Array(rows * planes.length * groups * wordBytes).fill(0xff)
  let at = 0
  for (let row = 0; row < rows; row++) {
    for (const plane of planes) {
      const bits = weights.bits[plane]
      const line = (first + row) * inputs
      for (let group = firstGroup; group < firstGroup + groups; group++, at += wordBytes) {
        const end = Math.min(lanes, inputs - group * lanes)
        for (let lane = 0; lane < end; lane++) {
          if (bits[line + group * lanes + lane] === 0) payload[at + (lane >>> 3)] &= ~(1 << (lane & 7))
        }
      }
    }
  }
  return payload
}

/** Thresholds of a tile's row group: slots × rows, rows fastest. */
export function thresholdPayload({ plan, rowGroup, slots }: PlacedTile): Int32Array {
  const { first, rows } = plan.rowGroups[rowGroup]
  const values = new Int32Array(slots * rows)
  for (let slot = 0; slot < slots; slot++) {
    values.set(plan.plane.thresholds[slot].subarray(first, first + rows), slot * rows)
  }
  return values
}
