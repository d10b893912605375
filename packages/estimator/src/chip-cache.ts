import { type ChipConfig, MEMORY_NAMES, PRESETS } from '@concord/arch'

/**
 * Chips kept; the oldest goes first. All that is asked of a chip is asked in a row: a network after another, energy and area. Two chips may be
 * compared; those that share their parts with others are put together anew in no time.
 */
const KEPT = 2

/**
 * Remembers what is derived from a chip, whatever its name and clock.
 *
 * @param derive - a function of the other fields only
 */
export function perChip<T>(derive: (config: ChipConfig) => T): (config: ChipConfig) => T {
  const known: { readonly config: ChipConfig; readonly derived: T }[] = []
  return (config) => {
    for (const { config: other, derived } of known) if (haveOneStructure(config, other)) return derived
    const derived = derive(config)
    known.unshift({ config: { ...config, memories: { ...config.memories } }, derived })
    if (known.length > KEPT) known.pop()
    return derived
  }
}

/** Fields that a chip's structure, its cells and their corner follow from. */
const FIELDS = (Object.keys(PRESETS.nano) as (keyof ChipConfig)[]).filter(
  (field) => field !== 'name' && field !== 'clockMhz' && field !== 'memories',
)

/** Whether all fields but name and clock are equal. */
function haveOneStructure(a: ChipConfig, b: ChipConfig): boolean {
  for (const field of FIELDS) if (a[field] !== b[field]) return false
  for (const memory of MEMORY_NAMES) if (a.memories[memory] !== b.memories[memory]) return false
  return true
}
