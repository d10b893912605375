import { CHIP_BOUNDS, CLOCK_MHZ, STREAM_BITS } from './bounds.js'
import type { ChipConfig } from './chip-config.js'
import { parseChipConfig } from './parse.js'
import { CHIP_RULES } from './rules.js'

/** Fields of a chip that are numbers. */
export type NumberField = keyof typeof CHIP_BOUNDS | 'streamBits' | 'clockMhz'

/**
 * A legal chip with other numbers in some fields. It is what `parseChipConfig` makes of all fields; explorations change chips by the
 * hundred thousand, so only what was changed is looked at.
 *
 * @throws ConfigError as that of `parseChipConfig`
 */
export function changeChip(
  chip: ChipConfig,
  fields: Readonly<Partial<Record<NumberField, number>>>,
  where: string,
): ChipConfig {
  const changed = { ...chip, ...fields } as ChipConfig
  for (const field in fields)
    if (!isLegal(field as NumberField, changed[field as NumberField])) return parseChipConfig(changed, where)
  for (const rule of CHIP_RULES) if (!rule.holds(changed)) return parseChipConfig(changed, where)
  return changed
}

function isLegal(field: NumberField, value: number): boolean {
  if (field === 'streamBits') return STREAM_BITS.includes(value as (typeof STREAM_BITS)[number])
  const bounds = field === 'clockMhz' ? CLOCK_MHZ : CHIP_BOUNDS[field]
  if (bounds === undefined) return false
  return (field === 'clockMhz' || Number.isInteger(value)) && value >= bounds.min && value <= bounds.max
}
