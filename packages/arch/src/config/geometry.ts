import type { ChipConfig } from './chip-config.js'

/** Sizes derived from a configuration (docs/architecture.md §1). */
export interface ChipGeometry {
  /** Rows written to memory together: min(rows, lanes). */
  readonly segment: number
  /** Segments in an activation word: lanes / segment. */
  readonly segmentsPerWord: number
  /** Activation words that all rows fill: rows / segment. */
  readonly wordsPerRows: number
  /** Bytes of one stream beat. */
  readonly beatBytes: number
  /** Bytes of one activation or weight word. */
  readonly wordBytes: number
  readonly wordBeats: number
  readonly instructionBeats: number
  /** Bytes an instruction takes in the stream, padding included. */
  readonly instructionBytes: number
  /** Beats of one word of the wide bank: `postLanes` int16 values. */
  readonly wideBeats: number
  /** Bytes a word of the wide bank takes in the stream, padding included. */
  readonly wideBytes: number
  readonly thresholdBeats: number
  /** Bytes a threshold takes in the stream, padding included. */
  readonly thresholdBytes: number
  /** A: bits of an activation address register. */
  readonly actAddressBits: number
  /** WA: bits of a weight address register. */
  readonly weightAddressBits: number
}

/** Derives the sizes of a legal configuration. */
export function chipGeometry(config: ChipConfig): ChipGeometry {
  const { rows, lanes, streamBits, postLanes } = config
  const segment = Math.min(rows, lanes)
  const beatBytes = streamBits / 8
  const instructionBeats = Math.max(1, 32 / streamBits)
  const wideBeats = Math.ceil((16 * postLanes) / streamBits)
  const beatsOfThreshold = thresholdBeats(config)
  return {
    segment,
    segmentsPerWord: lanes / segment,
    wordsPerRows: rows / segment,
    beatBytes,
    wordBytes: lanes / 8,
    wordBeats: wordBeats(config),
    instructionBeats,
    instructionBytes: instructionBeats * beatBytes,
    wideBeats,
    wideBytes: wideBeats * beatBytes,
    thresholdBeats: beatsOfThreshold,
    thresholdBytes: beatsOfThreshold * beatBytes,
    actAddressBits: actAddressBits(config),
    weightAddressBits: weightAddressBits(config),
  }
}

// Some sizes one by one, each from what it depends on alone: what is remembered by the fields it read holds for more chips

/** Beats of one activation or weight word. */
export function wordBeats({ lanes, streamBits }: Pick<ChipConfig, 'lanes' | 'streamBits'>): number {
  return lanes / streamBits
}

/** Beats of one threshold. */
export function thresholdBeats({ accBits, streamBits }: Pick<ChipConfig, 'accBits' | 'streamBits'>): number {
  return Math.ceil(accBits / streamBits)
}

/** A: bits of an activation address register. */
export function actAddressBits({ actWords }: Pick<ChipConfig, 'actWords'>): number {
  return clog2(actWords) + 2
}

/** WA: bits of a weight address register. */
export function weightAddressBits({ weightDepth }: Pick<ChipConfig, 'weightDepth'>): number {
  return clog2(weightDepth) + 2
}

/** Bits that address `count` words (1..2^31); at least 1. */
export function clog2(count: number): number {
  return Math.max(1, 32 - Math.clz32(count - 1))
}
