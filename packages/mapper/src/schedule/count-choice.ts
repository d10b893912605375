import { Counter } from './clock-counters.js'
import type { WayCount } from './pass-shape.js'
import type { ShapeChip } from './shape-chip.js'
import type { Way } from './way.js'

/** A way through a pass and what it costs. */
export interface CountedChoice {
  readonly way: Way
  /** Cycles of the batch; of large ones from what one more round takes. */
  readonly cycles: number
  /** Stream beats in and out of the batch, likewise. */
  readonly beats: number
  /** Cycles in which the array issues words or waits for the post unit, likewise. */
  readonly array: number
  /** The whole batch, unless it is so large that rounds were counted only. */
  readonly whole: WholeCount | undefined
}

/** A batch that was counted to its end. */
export interface WholeCount extends WayCount {
  readonly batch: number
}

/** Counts a batch, a large one from a few rounds, of which each more is taken to cost the same; undefined when the banks are too small. */
export function countChoice(chip: ShapeChip, way: Way, batch: number): CountedChoice | undefined {
  const { choice, shape } = way
  const unit = 'resident' in choice ? choice.resident : choice.order === 'row' ? choice.most : 1
  const counted = Math.min(batch, ROUNDS * unit)
  const own = shape.count(chip, way, counted)
  if (own === undefined) return undefined
  const { script, count } = own
  const { counts, rounds } = count
  let { cycles, beats } = count
  const array = ((counts[Counter.computeBusy] + counts[Counter.computeWaitPost]) * batch) / counted
  if (counted === batch) return { way, cycles, beats, array, whole: { batch, script, count } }
  for (const series of new Set(rounds.map((round) => round.series))) {
    const [before, , last] = rounds.filter((round) => round.series === series).slice(-3)
    const more = (batch - counted) / (2 * unit)
    cycles += more * (last.end - before.end)
    beats += more * (last.beats - before.beats)
  }
  return { way, cycles, beats, array, whole: undefined }
}

/** Counts a batch to its end. */
export function countWhole(chip: ShapeChip, { way, whole }: CountedChoice, batch: number): WholeCount {
  if (whole?.batch === batch) return whole
  return { batch, ...way.shape.count(chip, way, batch)! }
}

/** Rounds that are counted one by one: results wait in the banks for the store engine until that shows. */
const ROUNDS = 4
