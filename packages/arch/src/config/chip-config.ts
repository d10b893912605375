import type { BANK_STYLES, MEMORY_NAMES, MEMORY_STYLES, STREAM_BITS } from './bounds.js'

/** Width of one stream beat, in bits. */
export type StreamBits = (typeof STREAM_BITS)[number]

/** Storage cell of a memory. */
export type MemoryStyle = (typeof MEMORY_STYLES)[number]

/** Storage of an activation bank. */
export type BankStyle = (typeof BANK_STYLES)[number]

/** A memory whose storage cell can be chosen. */
export type MemoryName = (typeof MEMORY_NAMES)[number]

/** Storage cell of the wide bank: that of the activation banks, latches beside macros, which cannot be read in the cycle after a write. */
export function wideStyle({ act }: ChipConfig['memories']): MemoryStyle {
  return act === 'sram' ? 'latch' : act
}

/** One chip: everything the RTL, the simulator, the mapper and the estimator need to know about it. */
export interface ChipConfig {
  readonly name: string
  /** Output channels in flight. */
  readonly rows: number
  /** XNOR positions a row; bits of an activation word. */
  readonly lanes: number
  /** Words of one weight bank of one row (there are two banks). */
  readonly weightDepth: number
  /** Partial sums held a row. */
  readonly accDepth: number
  /** Accumulator width, two's complement. */
  readonly accBits: number
  /** Activation banks. */
  readonly actBanks: number
  /** Words of one activation bank. */
  readonly actWords: number
  /** Rows the post unit thresholds a cycle. */
  readonly postLanes: number
  /** Thresholds held a row, in each of two banks. */
  readonly paramDepth: number
  /** Entries of the plane-pair table. */
  readonly pairDepth: number
  readonly streamBits: StreamBits
  /** Instructions queued before the compute and before the store engine. */
  readonly queueDepth: number
  /** Pipeline registers in the popcount. */
  readonly popcountStages: number
  /** Width of a performance counter, which wraps. */
  readonly counterBits: number
  /** Words of the wide bank, `postLanes` int16 values each; 0: no wide bank and no SCALE mode. */
  readonly residualWords: number
  /** RUN of the wide bank, and tables, gates and accumulation in SCALE mode. */
  readonly vector: boolean
  /** Storage cells; with SRAM macros for activations the wide bank is of latches. */
  readonly memories: Readonly<Record<Exclude<MemoryName, 'act'>, MemoryStyle> & { act: BankStyle }>
  readonly clockMhz: number
  /** Cell library. */
  readonly technology: string
  readonly corner: string
}
