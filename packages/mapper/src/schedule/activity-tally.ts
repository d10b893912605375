import { type Activity, type ActivityName, type ChipConfig, zeroActivity } from '@concord/arch'
import type { RunWork } from './run-work.js'

/** Part of the bits of a word that change from one random word to the next. */
const RANDOM_TOGGLE = 0.5

/** A RUN as far as its events depend on it. */
export interface TalliedRun {
  readonly raw: boolean
  readonly thresholds: number
  readonly outPlanes: number
  /** Rows used. */
  readonly rows: number
  /** Words issued for each of the `pixels`. */
  readonly words: number
  readonly pixels: number
  readonly windows: number
  readonly load: boolean
  readonly save: boolean
}

/**
 * Activity of a program without its data: events are counted exactly, but that null words, which only empty pixels have, count like others;
 * toggled bits are those of independent random words.
 */
export class ActivityTally {
  readonly activity = zeroActivity()
  readonly #lanes: number
  readonly #accBits: number
  readonly #segment: number
  #lastWords = -1
  #lastToggles = 0

  constructor(config: ChipConfig) {
    this.#lanes = config.lanes
    this.#accBits = config.accBits
    this.#segment = Math.min(config.rows, config.lanes)
  }

  loadAct(words: number): void {
    this.activity.actWriteWords += words
    this.activity.actWriteBits += RANDOM_TOGGLE * words * this.#lanes
  }

  loadFill(rows: number, words: number, slots: number): void {
    this.activity.weightWriteWords += rows * words
    this.activity.thresholdWriteWords += rows * slots
  }

  /** Some RUNs that are alike. */
  runOf({ plane, rows, words, pixels, windows, load, save }: RunWork, times: number): void {
    const { mode, thresholds, outPlanes } = plane
    // one literal: spreads of several cost ten times as much
    this.run({
      raw: mode === 'RAW',
      thresholds: thresholds.length,
      outPlanes,
      rows,
      load,
      save,
      words: words / pixels,
      pixels: times * pixels,
      windows: times * windows,
    })
  }

  /** Adds what another tally has counted. */
  add({ activity }: ActivityTally): void {
    addEvents(this.activity, activity)
  }

  store(words: number): void {
    this.activity.storeReadWords += words
  }

  run({ raw, thresholds, outPlanes, rows, words, pixels, windows, load, save }: TalliedRun): void {
    const a = this.activity
    const all = words * pixels
    const sums = rows * pixels
    const sumToggles = this.#sumToggles(words)
    a.words += all
    a.rowWords += all * rows
    a.accWrites += all * rows
    a.actReadBits += RANDOM_TOGGLE * all * this.#lanes
    // A row's only weight word stays
    a.weightReadBits += words === 1 ? 0 : RANDOM_TOGGLE * all * rows * this.#lanes
    a.matchBits += RANDOM_TOGGLE * all * rows * this.#lanes
    a.accBits += all * rows * sumToggles
    if (load) {
      a.accFileReads += sums
      a.accFileReadBits += sums * sumToggles
    }
    if (save) {
      a.accFileWrites += sums
      a.accFileWriteBits += sums * sumToggles
      return
    }
    a.drainWrites += sums
    a.drainBits += sums * sumToggles
    if (!raw) {
      a.postCompares += sums * thresholds
      a.codeBits += RANDOM_TOGGLE * sums * outPlanes
    }
    const written = windows * outPlanes * Math.ceil(rows / this.#segment)
    a.postWords += written
    a.actWriteWords += written
    a.actWriteBits += RANDOM_TOGGLE * written * this.#segment
  }

  /** Bits of a sum that change; RUNs in a row mostly have the same words. */
  #sumToggles(words: number): number {
    if (words !== this.#lastWords) {
      const sumBits = Math.ceil(Math.log2(this.#lanes * words + 1)) + 1
      this.#lastWords = words
      this.#lastToggles = RANDOM_TOGGLE * Math.min(sumBits, this.#accBits)
    }
    return this.#lastToggles
  }
}

/** Activity of a program: that of its passes, and what the whole of it decides. @param whole - of the program, with the beats of its stream in and out */
export function wholeActivity(
  passes: readonly Activity[],
  whole: Readonly<Record<'cycles' | 'instructions' | 'beats' | 'outBeats' | 'streamBits', number>>,
): Activity {
  const { cycles, instructions, beats, outBeats, streamBits } = whole
  const sum = { ...passes[0] }
  for (let i = 1; i < passes.length; i++) addEvents(sum, passes[i])
  sum.cycles = cycles
  sum.instructions = instructions
  sum.streamInBeats = beats
  sum.streamInBits = RANDOM_TOGGLE * beats * streamBits
  sum.streamOutBeats = outBeats
  sum.streamOutBits = RANDOM_TOGGLE * outBeats * streamBits
  return sum
}

type Sum = { -readonly [Name in ActivityName]: number }

/** Adds the events that a tally counts, one by one: several times faster than name by name. */
function addEvents(sum: Sum, other: Activity): void {
  sum.words += other.words
  sum.rowWords += other.rowWords
  sum.accWrites += other.accWrites
  sum.actReadBits += other.actReadBits
  sum.weightReadBits += other.weightReadBits
  sum.matchBits += other.matchBits
  sum.accBits += other.accBits
  sum.accFileReads += other.accFileReads
  sum.accFileReadBits += other.accFileReadBits
  sum.accFileWrites += other.accFileWrites
  sum.accFileWriteBits += other.accFileWriteBits
  sum.drainWrites += other.drainWrites
  sum.drainBits += other.drainBits
  sum.postCompares += other.postCompares
  sum.codeBits += other.codeBits
  sum.postWords += other.postWords
  sum.actWriteWords += other.actWriteWords
  sum.actWriteBits += other.actWriteBits
  sum.weightWriteWords += other.weightWriteWords
  sum.thresholdWriteWords += other.thresholdWriteWords
  sum.storeReadWords += other.storeReadWords
}
