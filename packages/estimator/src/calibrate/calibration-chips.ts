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

/** Units beside the array, in turn: most chips have none, some SCALE, some SCALE with everything. */
const UNITS = [
  { residualWords: 16, vector: true },
  { residualWords: 0, vector: false },
  { residualWords: 0, vector: false },
  { residualWords: 32, vector: false },
  { residualWords: 0, vector: false },
  { residualWords: 0, vector: false },
] as const

/** Fields that calibration chips differ in. */
export const CALIBRATED_FIELDS = [
  ...(Object.keys(CHOICES) as (keyof typeof CHOICES)[]),
  ...(['residualWords', 'vector'] as const),
]

/** Storage bits of the largest calibration chip; more would take too long to synthesise in a loop. */
const MAX_STORED_BITS = 14000
/** A chip with fewer is all control. */
const MIN_STORED_BITS = 1500

/** Bits in all memories of a chip. */
export function storedBits(config: ChipConfig): number {
  const { rows, lanes, weightDepth, accDepth, accBits, actBanks, actWords, paramDepth } = config
  const { postLanes, residualWords } = config
  return (
    rows * (2 * weightDepth * lanes + (accDepth + 2 * paramDepth) * accBits) +
    actBanks * actWords * lanes +
    residualWords * postLanes * 16
  )
}

/** What a calibration chip is for; each purpose draws its chips from a sequence of its own. */
export type ChipPurpose = 'training' | 'heldOut'

/** Where the sequences start: the numbers of the purposes, nothing that was searched for. */
const SEEDS: Readonly<Record<ChipPurpose, number>> = { training: 1, heldOut: 2 }

/** Numbers that are drawn and thrown away: the first ones of neighbouring seeds are alike. */
const WARM_UP = 16

/** The first chips of a purpose, the same every time. Fewer of them are the same chips. */
export function calibrationChips(purpose: ChipPurpose, count: number): ChipConfig[] {
  let state = SEEDS[purpose]
  const draw = (below: number): number => {
    state = (Math.imul(state, 48271) >>> 0) % 0x7fffffff
    return Math.floor((state / 0x7fffffff) * below)
  }
  for (let i = 0; i < WARM_UP; i++) draw(1)
  const chips: ChipConfig[] = []
  while (chips.length < count) {
    const drawn = Object.fromEntries(
      Object.entries(CHOICES).map(([field, values]) => [field, values[draw(values.length)]!]),
    ) as Record<keyof typeof CHOICES, number>
    const units = UNITS[chips.length % UNITS.length]!
    const name = `${purpose === 'training' ? 'training' : 'held-out'}-${chips.length + 1}`
    const config = { ...PRESETS.nano, ...drawn, ...units, name } as ChipConfig
    const bits = storedBits(config)
    const isLegal = CHIP_RULES.every((rule) => rule.holds(config))
    if (isLegal && bits >= MIN_STORED_BITS && bits <= MAX_STORED_BITS)
      chips.push(parseChipConfig(config, config.name))
  }
  return chips
}
