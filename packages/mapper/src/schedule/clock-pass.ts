import { type ChipConfig, type ChipGeometry, chipGeometry, type OwningEngine } from '@concord/arch'
import { Owner } from './clock-counters.js'
import type { Emission } from './emit.js'
import type { Mark, Run, TilePart } from './operation.js'
import type { PadWords } from './pads.js'
import { StreamClock } from './stream-clock.js'
import { type View, viewWordBeats, viewWordBytes, viewWords } from './view.js'

/** Tells the clock a pass, without making its bytes. */
export class PassClock implements Emission {
  readonly clock: StreamClock
  /** By series, when the array had finished each round and how many beats had come. */
  readonly rounds = new Map<number, { inputs: number; end: number; beats: number }[]>()
  /** Bytes sent. */
  storedBytes = 0
  readonly #geometry: ChipGeometry

  constructor(config: ChipConfig) {
    this.clock = new StreamClock(config)
    this.#geometry = chipGeometry(config)
  }

  begin(): void {
    this.clock.control()
  }

  set(): void {
    this.clock.set(1)
  }

  setAddress(engine: 'load' | 'store'): void {
    if (engine === 'load') this.clock.control()
    else this.clock.setStore()
  }

  take(engine: OwningEngine, bank: number): void {
    this.clock.take(OWNERS[engine], bank)
  }

  give(engine: OwningEngine, bank: number): void {
    this.clock.give(OWNERS[engine], bank)
  }

  run({ work }: Run): void {
    this.clock.run(work.words, work.held, work.cycles)
  }

  loadMap(view: View): void {
    const words = viewWords(view)
    this.clock.load(words * viewWordBeats(this.#geometry, view))
  }

  loadPad(_bank: number, { plan }: PadWords): void {
    this.clock.load(plan.inWords * this.#geometry.wordBeats)
  }

  loadWeights(_bank: number, { place, words }: TilePart): void {
    const { rows } = place.plan.rowGroups[place.rowGroup]
    this.clock.load(rows * words.count * this.#geometry.wordBeats)
  }

  loadThresholds(_bank: number, { place, slots }: TilePart): void {
    const { rows } = place.plan.rowGroups[place.rowGroup]
    this.clock.load(rows * slots * this.#geometry.thresholdBeats)
  }

  store(view: View): void {
    const words = viewWords(view)
    this.storedBytes += words * viewWordBytes(this.#geometry, view)
    this.clock.store(words * viewWordBeats(this.#geometry, view))
  }

  mark({ series, inputs }: Mark): void {
    const rounds = this.rounds.get(series)
    const round = { inputs, end: this.clock.computed, beats: this.clock.beats }
    if (rounds) rounds.push(round)
    else this.rounds.set(series, [round])
  }

  enter(): void {}

  end(): void {
    this.clock.end()
  }
}

const OWNERS: Readonly<Record<OwningEngine, number>> = Owner
