import type { LibertyGroup } from './parse-liberty.js'
import { numberList } from './read-group.js'

/** The index below `value` and the fraction of the way to the next one; clamped to the table's ends. */
function locate(index: readonly number[], value: number): [low: number, high: number, fraction: number] {
  const last = index.length - 1
  if (last <= 0 || value <= index[0]!) return [0, 0, 0]
  if (value >= index[last]!) return [last, last, 0]
  let low = 0
  while (index[low + 1]! <= value) low++
  return [low, low + 1, (value - index[low]!) / (index[low + 1]! - index[low]!)]
}

/**
 * Interpolates a Liberty table of one or two dimensions linearly, clamped to its ends.
 *
 * @param table - group with `index_1` (slew), perhaps `index_2` (load), and `values`
 * @param slew - first coordinate, in the library's time unit
 * @param load - second coordinate, in the library's capacitance unit; ignored by a table of one dimension
 */
export function lookUp(table: LibertyGroup, slew: number, load: number): number {
  const slews = numberList(table, 'index_1')
  const loads = numberList(table, 'index_2')
  const values = numberList(table, 'values')
  const columns = Math.max(1, loads.length)
  const [slewLow, slewHigh, slewFraction] = locate(slews, slew)
  const [loadLow, loadHigh, loadFraction] = locate(loads, load)
  const along = (row: number): number => {
    const low = values[row * columns + loadLow]!
    return low + (values[row * columns + loadHigh]! - low) * loadFraction
  }
  return along(slewLow) + (along(slewHigh) - along(slewLow)) * slewFraction
}
