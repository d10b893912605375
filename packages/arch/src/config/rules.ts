import { SRAM_MASK_BITS, SRAM_WORDS } from './bounds.js'
import type { ChipConfig } from './chip-config.js'

/** A rule between fields of a configuration whose single fields are legal. */
export interface ChipRule {
  /** The field to blame. */
  readonly field: keyof ChipConfig
  /** Whether the configuration obeys the rule. */
  readonly holds: (config: ChipConfig) => boolean
  /** The legal values of the field, given the others. */
  readonly legal: (config: ChipConfig) => string
}

/** The rules between fields, in the order they are checked. */
export const CHIP_RULES: readonly ChipRule[] = [
  {
    field: 'rows',
    holds: ({ rows, lanes }) => lanes % rows === 0 || rows % lanes === 0,
    legal: ({ lanes }) => `a divisor or a multiple of lanes = ${lanes}`,
  },
  {
    // POST names the segment of a word with four bits
    field: 'rows',
    holds: ({ rows, lanes }) => lanes <= 16 * rows,
    legal: ({ lanes }) => `at least lanes / 16 = ${Math.ceil(lanes / 16)}`,
  },
  {
    field: 'postLanes',
    holds: ({ rows, lanes, postLanes }) => Math.min(rows, lanes) % postLanes === 0,
    legal: ({ rows, lanes }) => `a divisor of min(rows, lanes) = ${Math.min(rows, lanes)}`,
  },
  {
    field: 'streamBits',
    holds: ({ lanes, streamBits }) => lanes % streamBits === 0,
    legal: ({ lanes }) => `8, 16, 32 or 64, and a divisor of lanes = ${lanes}`,
  },
  {
    // Activation address registers have at least two bits more than actWords asks for
    field: 'residualWords',
    holds: ({ residualWords, actWords }) => residualWords <= 4 * actWords,
    legal: ({ actWords }) => `at most 4 * actWords = ${4 * actWords}`,
  },
  {
    // The factors and offsets of SCALE are int16 in parameter slots of accBits
    field: 'accBits',
    holds: ({ accBits, residualWords }) => residualWords === 0 || accBits >= 16,
    legal: ({ residualWords }) => `at least 16 with residualWords = ${residualWords}`,
  },
  {
    field: 'vector',
    holds: ({ vector, residualWords }) => !vector || residualWords > 0,
    legal: () => 'false with residualWords = 0',
  },
  {
    field: 'actWords',
    holds: ({ actWords, memories }) => memories.act !== 'sram' || actWords % SRAM_WORDS === 0,
    legal: () => `a multiple of ${SRAM_WORDS}, the words of an SRAM macro, or memories.act latch or flop`,
  },
  {
    field: 'rows',
    holds: ({ rows, lanes, memories }) =>
      memories.act !== 'sram' || rows >= lanes || rows % SRAM_MASK_BITS === 0,
    legal: ({ lanes }) =>
      `a multiple of ${SRAM_MASK_BITS}, the bits that an SRAM macro writes together, or at least lanes = ${lanes}, or memories.act latch or flop`,
  },
]
