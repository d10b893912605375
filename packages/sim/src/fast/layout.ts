import { type ChipConfig, chipGeometry } from '@concord/arch'
import { PreviousWords } from './activity-state.js'

/** Where a chip's memories lie in the kernel's linear memory, in bytes. */
export interface ChipLayout {
  readonly wordBytes: number
  /** Entries from one row vector to the next: rows rounded up, so that 16 rows can be worked on at once. */
  readonly rowStride: number
  readonly act: readonly number[]
  /** By bank; in a row the words of bank 1 follow those of bank 0. */
  readonly weights: readonly number[]
  /** From one row's weights to the next row's. */
  readonly weightRowBytes: number
  readonly thresholds: readonly number[]
  readonly acc: number
  readonly accValid: number
  /** Wide bank: int16 values, `postLanes` a word. */
  readonly wide: number
  readonly activity: number
  /** Last input beat and last output beat, 8 bytes each. */
  readonly lastBeats: number
  /** Where programs may be put. */
  readonly program: number
}

/** Vectors are read to their end: behind everything lies this much that may be read. */
export const SLACK_BYTES = 64
/** Rows are worked on 16 at a time, so that weights are read for up to 15 rows behind the last one. */
const ROW_BLOCK = 16

/** @param scratchEnd - where the kernel's scratch memory ends for a row stride; everything lies behind it */
export function chipLayout(config: ChipConfig, scratchEnd: (rowStride: number) => number): ChipLayout {
  const { rows, actBanks, actWords, weightDepth, paramDepth, accDepth, residualWords, postLanes } = config
  const { wordBytes } = chipGeometry(config)
  const rowStride = Math.ceil(rows / ROW_BLOCK) * ROW_BLOCK
  const weightRowBytes = 2 * weightDepth * wordBytes
  let end = align(scratchEnd(rowStride))
  const place = (bytes: number) => {
    const at = end
    end = align(at + bytes + SLACK_BYTES)
    return at
  }
  const act = Array.from({ length: actBanks }, () => place(actWords * wordBytes))
  const slots = paramDepth * rowStride * 4
  const weights = place((rows + ROW_BLOCK) * weightRowBytes)
  return {
    wordBytes,
    rowStride,
    act,
    weights: [weights, weights + weightDepth * wordBytes],
    weightRowBytes,
    thresholds: [place(slots), place(slots)],
    acc: place(accDepth * rowStride * 4),
    accValid: place(accDepth * 4),
    wide: place(residualWords * postLanes * 2),
    activity: place(PreviousWords + rows * Math.ceil(wordBytes / 8) * 16),
    lastBeats: place(16),
    program: end,
  }
}

/** The next multiple of a vector's 16 bytes. */
export function align(bytes: number): number {
  return Math.ceil(bytes / 16) * 16
}
