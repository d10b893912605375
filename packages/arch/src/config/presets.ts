import type { ChipConfig } from './chip-config.js'

const common = {
  residualWords: 0,
  vector: false,
  memories: { weight: 'latch', act: 'latch', acc: 'latch', param: 'latch' },
  technology: 'sky130_fd_sc_hd',
  corner: 'tt_025C_1v80',
} as const

/** Name of a preset. */
export type PresetName = 'nano' | 'edge' | 'caravel' | 'wide'

/** The named chips, shared by every tool. */
export const PRESETS: Readonly<Record<PresetName, ChipConfig>> = {
  /** A few TinyTapeout tiles. */
  nano: {
    ...common,
    name: 'nano',
    rows: 8,
    lanes: 16,
    weightDepth: 8,
    accDepth: 4,
    accBits: 16,
    actBanks: 2,
    actWords: 128,
    postLanes: 2,
    paramDepth: 3,
    pairDepth: 4,
    streamBits: 8,
    queueDepth: 4,
    popcountStages: 0,
    counterBits: 24,
    clockMhz: 50,
  },
  /** A small accelerator beside a microcontroller. */
  edge: {
    ...common,
    name: 'edge',
    rows: 32,
    lanes: 32,
    weightDepth: 16,
    accDepth: 16,
    accBits: 16,
    actBanks: 3,
    actWords: 512,
    postLanes: 4,
    paramDepth: 3,
    pairDepth: 8,
    streamBits: 32,
    queueDepth: 8,
    popcountStages: 1,
    counterBits: 32,
    clockMhz: 100,
  },
  /** Fits the Caravel user area with weights and activations on chip. */
  caravel: {
    ...common,
    name: 'caravel',
    rows: 64,
    lanes: 64,
    // A 3 × 3 kernel of 128 channels
    weightDepth: 18,
    accDepth: 16,
    accBits: 20,
    actBanks: 3,
    actWords: 512,
    postLanes: 16,
    paramDepth: 15,
    pairDepth: 8,
    streamBits: 32,
    queueDepth: 16,
    popcountStages: 1,
    counterBits: 32,
    clockMhz: 100,
  },
  /** A large array, for simulation only. */
  wide: {
    ...common,
    name: 'wide',
    rows: 256,
    lanes: 256,
    weightDepth: 36,
    accDepth: 64,
    accBits: 24,
    actBanks: 4,
    actWords: 4096,
    postLanes: 32,
    paramDepth: 15,
    pairDepth: 16,
    streamBits: 64,
    queueDepth: 16,
    popcountStages: 2,
    counterBits: 32,
    clockMhz: 100,
  },
}
