import { type ChipConfig, chipGeometry } from '@concord/arch'

/** Output channels that are in flight together, and where their results go in a pixel's words. */
export interface RowGroup {
  readonly first: number
  readonly rows: number
  /** Word of a plane that receives row 0. */
  readonly word: number
  /** Segment of that word, when the chip has fewer rows than lanes. */
  readonly segment: number
}

/** Splits the output channels into row groups, in the order that completes each word. */
export function rowGroups(config: ChipConfig, channels: number): RowGroup[] {
  const { segmentsPerWord, wordsPerRows } = chipGeometry(config)
  return Array.from({ length: Math.ceil(channels / config.rows) }, (_, i) => ({
    first: i * config.rows,
    rows: Math.min(config.rows, channels - i * config.rows),
    word: Math.floor(i / segmentsPerWord) * wordsPerRows,
    segment: i % segmentsPerWord,
  }))
}
