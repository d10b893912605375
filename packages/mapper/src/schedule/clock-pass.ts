import { chipGeometry } from '@concord/arch'
import { type ClockTape, kindOf, Slot, STRIDE, setsOf, Unit, unitOf } from './clock-tape.js'
import { addClockState, applyTransfer, recordTransfer, settle } from './clock-transfer.js'
import { Entry } from './operation-tape.js'
import type { PassScript, ScriptBlock } from './pass-script.js'
import type { ShapeChip } from './shape-chip.js'
import { StreamClock } from './stream-clock.js'
import { Tuple } from './tuple-map.js'

/** The end of a round of a series: when the array had finished it and how many beats had come. */
export interface Round {
  readonly series: number
  readonly inputs: number
  readonly end: number
  readonly beats: number
}

/** What a pass takes of the chip. */
export interface PassCount {
  readonly cycles: number
  /** Performance counters, not wrapped. */
  readonly counts: number[]
  readonly instructions: number
  /** Beats of the stream in. */
  readonly beats: number
  /** In order; none where there is one only. */
  readonly rounds: readonly Round[]
}

/** Counts a pass instruction by instruction, or block by block from what it did to the clock in the same state before. */
export function clockPass(chip: ShapeChip, script: PassScript): PassCount {
  return new PassClock(chip).count(script)
}

/** A search counts thousands of passes, one after the other. */
const CLOCK = new StreamClock()
const KEY = new Tuple()

class PassClock {
  readonly #clock = CLOCK
  readonly #rounds: Round[] = []
  /** Beats by `Unit`: of words of activation banks, of weight banks, of thresholds, of words of the wide bank. */
  readonly #unitBeats: readonly number[]

  constructor(readonly chip: ShapeChip) {
    const { config } = chip
    const { instructionBeats, wordBeats, thresholdBeats, wideBeats } = chipGeometry(config)
    const beats: number[] = []
    beats[Unit.act] = wordBeats
    beats[Unit.weight] = wordBeats
    beats[Unit.threshold] = thresholdBeats
    beats[Unit.wide] = wideBeats
    this.#unitBeats = beats
    this.#clock.reset(instructionBeats, config.queueDepth)
  }

  count({ tape, blocks, firstGives }: PassScript): PassCount {
    const clock = this.#clock
    clock.begin(firstGives)
    this.#play(tape, CHIP_BANKS, blocks)
    clock.end()
    const { instructions, beats } = clock
    const counts: number[] = []
    for (let i = 0; i < clock.counts.length; i++) counts.push(clock.counts[i])
    // One round has none to be compared with
    const rounds = this.#rounds.length > 1 ? this.#rounds : NO_ROUNDS
    return { cycles: counts[0], counts, instructions, beats, rounds }
  }

  #block({ variant, bankOf }: ScriptBlock): void {
    const { tape, transfers, given, waits } = variant
    if (tape.length < TRANSFER_MIN) {
      this.#play(tape, bankOf, NO_BLOCKS)
      return
    }
    const clock = this.#clock
    settle(clock)
    const key = KEY.clear().add(this.chip.clocking)
    addClockState(clock, key)
    for (const bank of waits) clock.gives.addAfter(bankOf[bank], clock.gather, key.add(-1))
    const known = transfers.get(key)
    if (known !== undefined) {
      applyTransfer(clock, known, bankOf)
      return
    }
    if (transfers.size >= KEPT) transfers.clear()
    this.chip.remembered += TRANSFER_NUMBERS
    // No block lies in a block, so the key is that of this one still
    transfers.add(
      key,
      recordTransfer(clock, () => this.#play(tape, bankOf, NO_BLOCKS), given, bankOf),
    )
  }

  /** @param bankOf - banks of the chip by those of the tape */
  #play(tape: ClockTape, bankOf: readonly number[], blocks: readonly ScriptBlock[]): void {
    const clock = this.#clock
    const { numbers, works } = tape
    const { held, cycles } = works.timesOn(this.chip.config)
    for (let at = 0; at < numbers.length; at += STRIDE) {
      const head = numbers[at + Slot.head]
      const takes = numbers[at + Slot.takes]
      const gives = numbers[at + Slot.gives]
      const amount = numbers[at + Slot.amount]
      const kind = kindOf(head)
      if (kind === Entry.run)
        clock.run(works.works[amount].words, held[amount], cycles[amount], setsOf(head), takes, gives, bankOf)
      else if (kind === Entry.block) this.#block(blocks[amount])
      else if (kind === Entry.mark) this.#mark(takes, amount)
      else {
        const beats = amount * this.#unitBeats[unitOf(head)]
        if (kind === Entry.load) clock.load(beats, setsOf(head), takes, gives, bankOf)
        else clock.store(beats, setsOf(head), takes, gives, bankOf)
      }
    }
  }

  #mark(series: number, inputs: number): void {
    const { computeFree, beats } = this.#clock
    this.#rounds.push({ series, inputs, end: computeFree, beats })
  }
}

/** Banks of the chip by themselves. */
const CHIP_BANKS: readonly number[] = Array.from({ length: 32 }, (_, bank) => bank)
const NO_ROUNDS: readonly Round[] = []
const NO_BLOCKS: readonly ScriptBlock[] = []
/** Shorter blocks are counted faster than they are looked up. */
const TRANSFER_MIN = 64
/** Numbers that what a block does to the clock is about. */
const TRANSFER_NUMBERS = 60
/** States of the clock that are kept of a block. */
const KEPT = 1000
