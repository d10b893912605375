/** Inclusive range of an integer field. */
export interface Range {
  readonly min: number
  readonly max: number
}

/**
 * Legal range of every independent integer field of a chip configuration (docs/architecture.md §1).
 *
 * `postLanes` has the further bound `min(rows, lanes)`; see {@link CHIP_RULES} for the rules between fields.
 */
export const CHIP_BOUNDS = {
  rows: { min: 1, max: 512 },
  lanes: { min: 8, max: 512 },
  weightDepth: { min: 1, max: 256 },
  accDepth: { min: 1, max: 256 },
  accBits: { min: 8, max: 32 },
  actBanks: { min: 2, max: 16 },
  actWords: { min: 8, max: 65535 },
  postLanes: { min: 1, max: 512 },
  paramDepth: { min: 1, max: 16 },
  pairDepth: { min: 1, max: 16 },
  queueDepth: { min: 2, max: 64 },
  popcountStages: { min: 0, max: 2 },
  counterBits: { min: 8, max: 32 },
  residualWords: { min: 0, max: 65535 },
} as const satisfies Readonly<Record<string, Range>>

/** Legal widths of a stream beat, in bits. */
export const STREAM_BITS = [8, 16, 32, 64] as const

/** Storage cells a memory can be built from. */
export const MEMORY_STYLES = ['latch', 'flop'] as const

/** Those of activation banks, which can be SRAM macros too. */
export const BANK_STYLES = [...MEMORY_STYLES, 'sram'] as const

/** Words of the smallest SRAM macro, and bits that it writes together. */
export const SRAM_WORDS = 256
export const SRAM_MASK_BITS = 8

/** The memories whose storage cell can be chosen. */
export const MEMORY_NAMES = ['weight', 'act', 'acc', 'param'] as const

/** Name of a cell library. Which there are is a matter of data: the estimator says what it has facts of. */
export const TECHNOLOGY_PATTERN = /^\w{1,64}$/

/** Legal target clocks, in MHz; not only whole ones. */
export const CLOCK_MHZ: Range = { min: 1, max: 1000 }

/** Process, temperature and voltage, spelt as in the names of Liberty files. */
export const CORNER_PATTERN = /^(?:tt|ss|ff|sf|fs)_n?\d{2,3}C_\dv\d{2}$/

/** Most pixels a side of a kernel may have. */
export const KERNEL_MAX = 11

/** Most planes a MULTI result may have. */
export const MULTI_PLANES_MAX = 4
