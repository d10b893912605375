import type { ChipConfig } from '@concord/arch'

/** Chips kept; the oldest goes first. */
const KEPT = 1024

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

/** All fields but name and clock. */
function structureKey({ name: _, clockMhz: __, memories, ...fields }: ChipConfig): string {
  return `${Object.values(fields).join()},${Object.values(memories).join()}`
}
