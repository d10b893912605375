import { type ChipConfig, clog2 } from '@concord/arch'
import type { BlockName } from '../structure/blocks.js'
import { sramMacros } from '../structure/sram-bank.js'

/** Sizes that the depth of logic grows with, about one for a level of two-input gates. */
const FEATURES = {
  /** Buffers up to the rows. */
  rows: ({ rows }: ChipConfig) => clog2(rows),
  /** A select line's buffers, and a column of counters. */
  lanes: ({ lanes }: ChipConfig) => clog2(lanes),
  /** The count of a word in one cycle with the addition, without a register in between. */
  wholeCount: ({ lanes, popcountStages }: ChipConfig) => (popcountStages === 0 ? clog2(lanes) : 0),
  /** The count of a word in one cycle. */
  splitCount: ({ lanes, popcountStages }: ChipConfig) => (popcountStages === 2 ? clog2(lanes) : 0),
  sum: ({ accBits }: ChipConfig) => accBits,
  weightWords: ({ weightDepth }: ChipConfig) => clog2(2 * weightDepth),
  entries: ({ accDepth }: ChipConfig) => clog2(accDepth + 1),
  actWords: ({ actWords }: ChipConfig) => clog2(actWords),
  banks: ({ actBanks }: ChipConfig) => clog2(actBanks),
  /** Addresses and data go into SRAM macros as they come. */
  macros: ({ memories }: ChipConfig) => Number(memories.act === 'sram'),
  thresholds: ({ paramDepth, rows, postLanes }: ChipConfig) => clog2((2 * paramDepth * rows) / postLanes),
  steps: ({ rows, postLanes }: ChipConfig) => clog2(rows / postLanes),
  pairs: ({ pairDepth }: ChipConfig) => clog2(pairDepth),
  queue: ({ queueDepth }: ChipConfig) => clog2(queueDepth),
  beat: ({ streamBits }: ChipConfig) => clog2(streamBits),
  counter: ({ counterBits }: ChipConfig) => clog2(counterBits),
  scale: ({ residualWords }: ChipConfig) => (residualWords > 0 ? 1 : 0),
  multiplier: ({ residualWords, accBits }: ChipConfig) => (residualWords > 0 ? accBits : 0),
} as const

export type TimingFeature = keyof typeof FEATURES

/** What the slowest path into a block grows with. */
const OF_BLOCK: Partial<Record<BlockName, readonly TimingFeature[]>> = {
  lanes: ['rows', 'wholeCount', 'splitCount', 'lanes', 'sum', 'entries', 'weightWords'],
  weightBanks: ['rows', 'lanes', 'weightWords', 'beat'],
  accumulatorFile: ['rows', 'sum', 'entries'],
  operands: ['rows', 'lanes', 'actWords', 'banks', 'weightWords'],
  activationBanks: ['lanes', 'actWords', 'banks', 'beat', 'rows', 'macros'],
  thresholds: ['thresholds', 'sum', 'beat'],
  postUnit: ['steps', 'thresholds', 'sum', 'scale', 'multiplier', 'rows'],
  computeEngine: ['actWords', 'weightWords', 'entries', 'pairs', 'queue'],
  queues: ['queue', 'beat'],
  commandUnit: ['beat', 'banks', 'queue'],
  loadEngine: ['lanes', 'rows', 'actWords', 'beat'],
  storeEngine: ['lanes', 'actWords', 'banks', 'scale'],
  ownership: ['banks', 'queue'],
  counters: ['counter', 'queue'],
  wishbone: ['counter'],
  core: ['banks', 'queue', 'actWords'],
}

/** Values of the sizes that the slowest path into a block grows with, by name. */
export function timingFeatures(config: ChipConfig, block: BlockName): Readonly<Record<string, number>> {
  const names = OF_BLOCK[block] ?? []
  // SRAM macros decode inside, but for the block of words
  const decoded =
    config.memories.act === 'sram' && block === 'activationBanks'
      ? { ...config, actWords: sramMacros(config).blocks }
      : config
  return Object.fromEntries(names.map((name) => [name, FEATURES[name](decoded)]))
}
