import { type ChipConfig, PRESETS } from '@concord/arch'

/** The chip of the documentation's cycle tables: `edge` with one popcount register. */
export const edge: ChipConfig = { ...PRESETS.edge, popcountStages: 1 }
