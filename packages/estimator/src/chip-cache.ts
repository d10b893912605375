import type { ChipConfig } from '@concord/arch'
import { areAsAt, lookAt, lookingAt, READS } from './structure/chip-reads.js'

/** Values of a chip that its structure, its cells and their corner follow from. */
const STRUCTURAL = READS.flatMap(({ field }, read) =>
  field === 'name' || field === 'clockMhz' ? [] : [read],
)

/**
 * Remembers what was derived last from a chip, whatever its name and clock: all that is asked of a chip is asked in a row, a network after
 * another, energy and area. Chips that share their parts with others are put together anew in no time.
 *
 * @param derive - a function of the other fields only
 */
export function perChip<T>(derive: (config: ChipConfig) => T): (config: ChipConfig) => T {
  let last: { readonly derived: T; readonly look: number } | undefined
  const find = (config: ChipConfig): T => {
    if (last === undefined || !areAsAt(last.look, STRUCTURAL))
      last = { derived: derive(config), look: lookAt(config) }
    return last.derived
  }
  return (config) => lookingAt(config, find)
}
