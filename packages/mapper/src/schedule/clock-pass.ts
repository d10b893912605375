import { type ChipConfig, chipGeometry, type Instruction, type OwningEngine } from '@concord/arch'
import { Owner } from './clock-counters.js'
import type { Emission } from './emit.js'
import type { Mark, RegisterSetting, Run, TilePart } from './operation.js'
import type { PadWords } from './pads.js'
import { StreamClock } from './stream-clock.js'
import { type View, viewWords } from './view.js'

/** Tells the clock a pass, without making its bytes. */
export class PassClock implements Emission {
  readonly clock: StreamClock
  /** By series, when the array had finished each round and how many beats had come. */
  readonly rounds = new Map<number, { inputs: number; end: number; beats: number }[]>()
  /** Words loaded and sent, and bits of them, of the activation banks. */
  loadedWords = 0
  storedWords = 0
  readonly #wordBeats: number
  readonly #thresholdBeats: number

  constructor(config: ChipConfig) {
    this.clock = new StreamClock(config)
    const { wordBeats, thresholdBeats } = chipGeometry(config)
    this.#wordBeats = wordBeats
    this.#thresholdBeats = thresholdBeats
  }

  begin(): void {
    this.clock.control()
  }

  set([name]: RegisterSetting): void {
    if (name === 'LOAD_ADDR') this.clock.control()
    else if (name === 'STORE_ADDR') this.clock.setStore()
    else this.clock.set(1)
  }

  instruction(instruction: Instruction): void {
    const { op } = instruction
    if (op === 'TAKE') this.clock.take(OWNERS[instruction.engine], instruction.bank)
    else if (op === 'GIVE') this.clock.give(OWNERS[instruction.engine], instruction.bank)
  }

  run(_instruction: Instruction, { work }: Run): void {
    this.clock.run(work.words, work.held, work.cycles)
  }

  loadMap(_instruction: Instruction, view: View): void {
    this.loadedWords += viewWords(view)
    this.clock.load(viewWords(view) * this.#wordBeats)
  }

  loadPad(_instruction: Instruction, { plan }: PadWords): void {
    this.clock.load(plan.inWords * this.#wordBeats)
  }

  loadWeights(_instruction: Instruction, { place, words }: TilePart): void {
    const { rows } = place.plan.rowGroups[place.rowGroup]
    this.clock.load(rows * words.count * this.#wordBeats)
  }

  loadThresholds(_instruction: Instruction, { place, slots }: TilePart): void {
    const { rows } = place.plan.rowGroups[place.rowGroup]
    this.clock.load(rows * slots * this.#thresholdBeats)
  }

  store(_instruction: Instruction, view: View): void {
    this.storedWords += viewWords(view)
    this.clock.store(viewWords(view) * this.#wordBeats)
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
