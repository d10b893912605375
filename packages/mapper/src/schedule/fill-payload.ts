import type { ChipConfig } from '@concord/arch'
import type { PlacedTile } from './fills.js'

/**
 * Weight words of a tile, row by row, in a row plane by plane, line of taps by line, tap by tap, word by word.
 *
 * Lanes beyond the input channels hold 1, so that they never match the activations' 0.
 */
export function weightPayload(config: ChipConfig, { plan, rowGroup, tile, words }: PlacedTile): Uint8Array {
  const { first, rows, stepPlan } = plan.rowGroups[rowGroup]
  const { planes, taps, firstGroup, groups } = stepPlan.tiles[tile]
  const { layer, weights } = plan.plane
  const { kernel, input, output } = layer
  const channels = input.channels / layer.groups
  const wordBytes = config.lanes / 8
  const payload = new Uint8Array(rows * words * wordBytes).fill(0xff)
  let at = 0
  for (let row = first; row < first + rows; row++) {
    const seen = Math.floor((row * layer.groups) / output.channels) * channels
    for (const plane of planes) {
      const bits = weights.bits[plane]
      for (let ky = taps.y.first; ky < taps.y.first + taps.y.count; ky++) {
        for (let kx = taps.x.first; kx < taps.x.first + taps.x.count; kx++) {
          const line = ((row * kernel.height + ky) * kernel.width + kx) * channels - seen
          for (let group = firstGroup; group < firstGroup + groups; group++, at += wordBytes) {
            const word = plan.words[group]
            for (let lane = 0; lane < word.channels; lane++) {
              if (bits[line + word.first + lane] === 0) payload[at + (lane >>> 3)] &= ~(1 << (lane & 7))
            }
          }
        }
      }
    }
  }
  return payload
}

/** Parameters of a tile's row group: slots × rows, rows fastest. */
export function thresholdPayload({ plan, rowGroup, slots }: PlacedTile): Int32Array {
  const { first, rows } = plan.rowGroups[rowGroup]
  const values = new Int32Array(slots * rows)
  for (let slot = 0; slot < slots; slot++) {
    values.set(plan.plane.parameters[slot].subarray(first, first + rows), slot * rows)
  }
  return values
}
