import { CHIP_RULES, type ChipConfig, PRESETS, parseChipConfig } from '@concord/arch'

/** Values that calibration chips draw from; together with {@link MAX_STORED_BITS} they are the calibrated range. */
const CHOICES = {
  rows: [4, 8, 16, 32],
  lanes: [8, 16, 32, 64],
  weightDepth: [2, 4, 9, 16],
  accDepth: [1, 4, 16],
  accBits: [12, 16, 20],
  actBanks: [2, 3],
  actWords: [16, 64, 128],
  postLanes: [1, 2, 4, 8],
  paramDepth: [1, 3, 7],
  pairDepth: [2, 8],
  streamBits: [8, 16, 32],
  queueDepth: [2, 8],
  popcountStages: [0, 1, 2],
  counterBits: [24, 32],
} as const satisfies Partial<Record<keyof ChipConfig, readonly number[]>>

/** Fields that calibration chips differ in, with the least and the largest value. */
export const CALIBRATED_FIELDS = Object.fromEntries(
  Object.entries(CHOICES).map(([field, values]) => [
    field,
    { min: Math.min(...values), max: Math.max(...values) },
  ]),
) as Readonly<Record<keyof typeof CHOICES, { readonly min: number; readonly max: number }>>

/** Storage bits of the largest calibration chip; more would take too long to synthesise in a loop. */
const MAX_STORED_BITS = 20000
/** A chip with fewer is all control. */
const MIN_STORED_BITS = 1500

/** Bits in all memories of a chip. */
export function storedBits(config: ChipConfig): number {
  const { rows, lanes, weightDepth, accDepth, accBits, actBanks, actWords, paramDepth } = config
  return (
    rows * (2 * weightDepth * lanes + (accDepth + 2 * paramDepth) * accBits) + actBanks * actWords * lanes
  )
}

/** Chips of a calibration, the same every time: the first ones are for fitting, the rest are held out. */
export function calibrationChips(count: number): ChipConfig[] {
  let state = 1
  const draw = (below: number): number => {
    state = (Math.imul(state, 48271) >>> 0) % 0x7fffffff
    return Math.floor((state / 0x7fffffff) * below)
  }
  const chips: ChipConfig[] = []
  while (chips.length < count) {
    const fields = Object.fromEntries(
      Object.entries(CHOICES).map(([field, values]) => [field, values[draw(values.length)]!]),
    ) as Record<keyof typeof CHOICES, number>
    const config = { ...PRESETS.nano, ...fields, name: `calibration-${chips.length + 1}` } as ChipConfig
    const bits = storedBits(config)
    const isLegal = CHIP_RULES.every((rule) => rule.holds(config))
    if (isLegal && bits >= MIN_STORED_BITS && bits <= MAX_STORED_BITS)
      chips.push(parseChipConfig(config, config.name))
  }
  return chips
}
