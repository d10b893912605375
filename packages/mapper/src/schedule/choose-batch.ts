import { countChoice } from './count-choice.js'
import type { Part } from './cuts.js'
import type { ShapeChip } from './shape-chip.js'

const BATCH_MIN = 16
const BATCH_MAX = 1000
/** Batch that the search works with when it is free to choose. */
export const BATCH_TRIED = 64
const STREAM_BYTES_MAX = 4 << 20
/** Share of the cycles that starting up may cost when the batch is chosen here. */
const STARTUP_SHARE = 0.02

/** So many inputs that starting up is a small share, and the stream is not too long. */
export function chooseBatch(chip: ShapeChip, parts: readonly Part[]): number {
  const total = (batch: number) =>
    parts.reduce(
      (sum, part) => {
        const counted = countChoice(chip, part.counted.way, batch)!
        return { cycles: sum.cycles + counted.cycles, beats: sum.beats + counted.beats }
      },
      { cycles: 0, beats: 0 },
    )
  const [few, many] = [total(BATCH_TRIED), total(2 * BATCH_TRIED)]
  const cycles = (many.cycles - few.cycles) / BATCH_TRIED
  const beats = (many.beats - few.beats) / BATCH_TRIED
  const wanted = Math.ceil((few.cycles - BATCH_TRIED * cycles) / (STARTUP_SHARE * cycles))
  const most = Math.floor(STREAM_BYTES_MAX / ((beats * chip.config.streamBits) / 8))
  const free = Math.max(1, Math.min(Math.max(wanted, BATCH_MIN), most, BATCH_MAX))
  const rounds = parts.map(
    ({
      counted: {
        way: { choice },
      },
    }) => ('resident' in choice ? choice.resident : 1),
  )
  const round = Math.max(...rounds.filter((resident) => resident <= free), 1)
  return round * Math.floor(free / round)
}
