import type { ChipConfig } from '@concord/arch'
import type { InputWord } from './input-words.js'
import type { Span } from './region.js'

/** Output channels that are in flight together, and where their results go in a pixel's words. */
export interface RowGroup {
  readonly first: number
  readonly rows: number
  /** Word of a plane that receives row 0. */
  readonly word: number
  /** Segment of that word, when the chip has fewer rows than lanes. */
  readonly segment: number
  /** Word of a wide pixel that holds row 0; 0 without a wide bank. */
  readonly wideWord: number
}

/** Splits the output channels into row groups, in the order that completes each word. */
export function rowGroups(config: ChipConfig, channels: number): RowGroup[] {
  const { rows, lanes, residualWords } = config
  const segment = Math.min(rows, lanes)
  const segmentsPerWord = lanes / segment
  return Array.from({ length: Math.ceil(channels / rows) }, (_, i) => ({
    first: i * rows,
    rows: Math.min(rows, channels - i * rows),
    word: Math.floor(i / segmentsPerWord) * (rows / segment),
    segment: i % segmentsPerWord,
    wideWord: residualWords > 0 ? (i * rows) / config.postLanes : 0,
  }))
}

/** Whether each row group sees whole input words of one group of channels only, so that no zeros are needed. */
export function groupsFitRows(
  config: ChipConfig,
  { groups, inputs, outputs }: { readonly groups: number; readonly inputs: number; readonly outputs: number },
): boolean {
  return groups === 1 || ((inputs / groups) % config.lanes === 0 && (outputs / groups) % config.rows === 0)
}

/**
 * Input words that a row group's channels depend on.
 *
 * @param groups - of the layer in the source
 * @param outputs - all output channels
 */
export function seenWords(
  words: readonly InputWord[],
  groups: number,
  outputs: number,
  { first, rows }: RowGroup,
): Span {
  if (groups === 1) return { first: 0, count: words.length }
  const last = words[words.length - 1]
  const inputs = (last.first + last.channels) / groups
  const low = Math.floor((first * groups) / outputs) * inputs
  const high = (Math.floor(((first + rows - 1) * groups) / outputs) + 1) * inputs
  const from = words.findIndex((word) => word.first + word.channels > low)
  const end = words.findLastIndex((word) => word.first < high) + 1
  return { first: from, count: end - from }
}
