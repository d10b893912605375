import { CHIP_BOUNDS } from './bounds.js'
import type { StreamBits } from './chip-config.js'

/** Legal `lanes` for a stream width, ascending. */
export function legalLanes(streamBits: StreamBits): number[] {
  return within(CHIP_BOUNDS.lanes, (lanes) => lanes % streamBits === 0)
}

/** Legal `rows` for a number of lanes, ascending. */
export function legalRows(lanes: number): number[] {
  return within(CHIP_BOUNDS.rows, (rows) => (lanes % rows === 0 && lanes <= 16 * rows) || rows % lanes === 0)
}

/** Legal `postLanes` for an array, ascending. */
export function legalPostLanes(rows: number, lanes: number): number[] {
  return within(CHIP_BOUNDS.postLanes, (postLanes) => Math.min(rows, lanes) % postLanes === 0)
}

function within({ min, max }: { min: number; max: number }, legal: (value: number) => boolean): number[] {
  return Array.from({ length: max - min + 1 }, (_, i) => min + i).filter(legal)
}
