import { type Activity, type ActivityName, type ChipConfig, zeroActivity } from '@concord/arch'
import type { RunWork } from './run-work.js'

/** Part of the bits of a word that change from one random word to the next. */
const RANDOM_TOGGLE = 0.5

/** A RUN as far as its events depend on it, or several that are alike: then words, pixels and windows are those of all. */
export interface TalliedRun {
  readonly runs: number
  readonly raw: boolean
  readonly thresholds: number
  readonly outPlanes: number
  /** Rows used. */
  readonly rows: number
  /** Words issued, null words included. */
  readonly words: number
  readonly nullWords: number
  readonly pixels: number
  readonly windows: number
  readonly load: boolean
  readonly save: boolean
}

/**
 * Activity of a program without its data. Events are counted exactly. Toggled bits are those of independent random words in all lanes: lanes that
 * a layer leaves empty switch less, and so does a word that the RUN before has read already. Of a sum half of the bits count that it can have, though its
 * upper ones mostly stay.
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
  runOf({ plane, rows, words, nullWords, pixels, windows, load, save }: RunWork, times: number): void {
    const { mode, thresholds, outPlanes } = plane
    // one literal: spreads of several cost ten times as much
    this.run({
      runs: times,
      raw: mode === 'RAW',
      thresholds: thresholds.length,
      outPlanes,
      rows,
      load,
      save,
      words: times * words,
      nullWords: times * nullWords,
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

  run(run: TalliedRun): void {
    const { runs, raw, thresholds, outPlanes, rows, words, nullWords, pixels, windows, load, save } = run
    const a = this.activity
    const read = words - nullWords
    const sums = rows * pixels
    const sumToggles = this.#sumToggles(words / pixels)
    a.words += words
    a.nullWords += nullWords
    a.rowWords += read * rows
    a.accWrites += words * rows
    a.actReadBits += RANDOM_TOGGLE * read * this.#lanes
    // A row's only weight word stays for all pixels of a RUN; the next RUN mostly has another
    a.weightReadBits += RANDOM_TOGGLE * (words === pixels ? runs : read) * rows * this.#lanes
    a.matchBits += RANDOM_TOGGLE * read * rows * this.#lanes
    a.accBits += words * rows * sumToggles
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
  sum.nullWords += other.nullWords
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
