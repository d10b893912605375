import { type ChipConfig, PRESETS } from '@concord/arch'

/** Chips kept; the oldest goes first. */
const KEPT = 128

/**
 * Remembers what is derived from a chip, whatever its name and clock.
 *
 * @param derive - a function of the other fields only
 */
export function perChip<T>(derive: (config: ChipConfig) => T): (config: ChipConfig) => T {
  const known = new Map<string, T>()
  return (config) => {
    const key = structureKey(config)
    const found = known.get(key)
    if (found !== undefined) return found
    const derived = derive(config)
    if (known.size >= KEPT) known.delete(known.keys().next().value!)
    known.set(key, derived)
    return derived
  }
}

/** Fields that a chip's structure, its cells and their corner follow from. */
const FIELDS = (Object.keys(PRESETS.nano) as (keyof ChipConfig)[]).filter(
  (field) => field !== 'name' && field !== 'clockMhz' && field !== 'memories',
)

/** All fields but name and clock, whatever order the configuration has them in. */
function structureKey(config: ChipConfig): string {
  const { weight, act, acc, param } = config.memories
  let key = `${weight},${act},${acc},${param}`
  for (const field of FIELDS) key += `,${config[field]}`
  return key
}
