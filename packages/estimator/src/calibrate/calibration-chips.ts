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

/** Words of an activation bank of SRAM macros. */
const MACRO_WORDS = [256, 512, 1024, 2048] as const

/** One chip in so many has SRAM macros. */
const MACROS_EVERY = 6

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

/** Bits in latches and flip-flops of the largest calibration chip; more would take too long to synthesise in a loop. */
const MAX_STORED_BITS = 14000
/** A chip with fewer is all control. */
const MIN_STORED_BITS = 1500

/** Bits in all memories of a chip that are no macros. */
export function storedBits(config: ChipConfig): number {
  const { rows, lanes, weightDepth, accDepth, accBits, actBanks, actWords, paramDepth } = config
  const { postLanes, residualWords, memories } = config
  return (
    rows * (2 * weightDepth * lanes + (accDepth + 2 * paramDepth) * accBits) +
    (memories.act === 'sram' ? 0 : actBanks * actWords * lanes) +
    residualWords * postLanes * 16
  )
}

/** What a calibration chip is for; each purpose draws its chips from a sequence of its own. */
export type ChipPurpose = 'training' | 'heldOut'

/** What the activation banks of calibration chips are made of. */
type ActStyle = 'latch' | 'sram'

/** Where the sequences start: the numbers of the purposes, behind them those for chips with macros; nothing that was searched for. */
const SEEDS: Readonly<Record<ChipPurpose, Readonly<Record<ActStyle, number>>>> = {
  training: { latch: 1, sram: 3 },
  heldOut: { latch: 2, sram: 4 },
}

/** Numbers that are drawn and thrown away: the first ones of neighbouring seeds are alike. */
const WARM_UP = 16

/** The first chips of a purpose, the same every time. Fewer of them are the same chips. */
export function calibrationChips(purpose: ChipPurpose, count: number): ChipConfig[] {
  const [latches, macros] = [sequence(purpose, 'latch'), sequence(purpose, 'sram')]
  return Array.from({ length: count }, (_, i) => ((i + 1) % MACROS_EVERY === 0 ? macros() : latches()))
}

/** Chips of a purpose whose activation banks are of a style, one a call. */
function sequence(purpose: ChipPurpose, act: ActStyle): () => ChipConfig {
  let state = SEEDS[purpose][act]
  let made = 0
  const draw = (below: number): number => {
    state = (Math.imul(state, 48271) >>> 0) % 0x7fffffff
    return Math.floor((state / 0x7fffffff) * below)
  }
  for (let i = 0; i < WARM_UP; i++) draw(1)
  const choices = act === 'sram' ? { ...CHOICES, actWords: MACRO_WORDS } : CHOICES
  const prefix = `${purpose === 'training' ? 'training' : 'held-out'}${act === 'sram' ? '-macros' : ''}`
  return () => {
    for (;;) {
      const drawn = Object.fromEntries(
        Object.entries(choices).map(([field, values]) => [field, values[draw(values.length)]!]),
      ) as Record<keyof typeof CHOICES, number>
      const units = UNITS[made % UNITS.length]!
      const memories = { ...PRESETS.nano.memories, act }
      const config = {
        ...{ ...PRESETS.nano, ...drawn, ...units, memories, name: `${prefix}-${made + 1}` },
      } as ChipConfig
      const bits = storedBits(config)
      const isLegal = CHIP_RULES.every((rule) => rule.holds(config))
      if (isLegal && bits >= MIN_STORED_BITS && bits <= MAX_STORED_BITS) {
        made++
        return parseChipConfig(config, config.name)
      }
    }
  }
}
