import { type ChipConfig, COUNTER_NAMES, type CounterName, type Counters, chipGeometry } from '@concord/arch'
import { Owner } from './clock-counters.js'
import { type ClockTape, Unit } from './clock-tape.js'
import { applyTransfer, clockState, recordTransfer, settle } from './clock-transfer.js'
import { bankAt, bankCount, Entry } from './operation-tape.js'
import type { PassScript, ScriptItem } from './pass-script.js'
import { StreamClock } from './stream-clock.js'

/** The end of a round: when the array had finished it and how many beats had come. */
export interface Round {
  readonly inputs: number
  readonly end: number
  readonly beats: number
}

/** What a pass takes of the chip. */
export interface PassCount {
  readonly cycles: number
  /** Performance counters, not wrapped. */
  readonly counts: Float64Array
  readonly instructions: number
  /** Beats of the stream in. */
  readonly beats: number
  /** By series. */
  readonly rounds: ReadonlyMap<number, readonly Round[]>
}

/** Counts a pass instruction by instruction, or block by block from what it did to the clock in the same state before. */
export function clockPass(config: ChipConfig, script: PassScript): PassCount {
  return new PassClock(config).count(script)
}

/** The performance counters as the chip shows them, wrapped. */
export function wrappedCounters({ counterBits }: ChipConfig, counts: Float64Array): Counters {
  const counters = {} as Record<CounterName, number>
  for (const [i, name] of COUNTER_NAMES.entries()) counters[name] = counts[i] % 2 ** counterBits
  return counters
}

class PassClock {
  readonly #clock: StreamClock
  readonly #rounds = new Map<number, Round[]>()
  /** Beats by `Unit`. */
  readonly #unitBeats: readonly number[]
  /** What a block's time depends on besides its operations and the clock's state. */
  readonly #prefix: string

  constructor(readonly config: ChipConfig) {
    this.#clock = new StreamClock(config)
    const { instructionBeats, wordBeats, thresholdBeats, wideBeats } = chipGeometry(config)
    const beats: number[] = []
    beats[Unit.act] = wordBeats
    beats[Unit.weight] = wordBeats
    beats[Unit.threshold] = thresholdBeats
    beats[Unit.wide] = wideBeats
    this.#unitBeats = beats
    const { queueDepth, postLanes, popcountStages } = config
    this.#prefix = `${instructionBeats},${beats},${queueDepth},${postLanes},${popcountStages},`
  }

  count({ items, firstGives }: PassScript): PassCount {
    const clock = this.#clock
    clock.control()
    for (const bank of firstGives) clock.give(Owner.load, bank)
    for (const item of items) {
      if (item.variant !== undefined && item.tape.length >= TRANSFER_MIN) this.#block(item)
      else this.#play(item.tape, item.bankOf)
    }
    clock.end()
    const { counts, instructions, beats } = clock
    return { cycles: counts[0], counts, instructions, beats, rounds: this.#rounds }
  }

  #block({ tape, variant, waits, bankOf }: ScriptItem): void {
    const clock = this.#clock
    const { transfers, given } = variant!
    settle(clock)
    let key = this.#prefix + clockState(clock)
    for (const bank of waits) key += `;${clock.gives.after(bankOf[bank], clock.gather)}`
    const known = transfers.get(key)
    if (known !== undefined) {
      applyTransfer(clock, known, bankOf)
      return
    }
    const made = recordTransfer(clock, () => this.#play(tape, bankOf), given, bankOf)
    if (transfers.size >= KEPT) transfers.clear()
    transfers.set(key, made)
  }

  /** @param bankOf - banks of the chip by those of the tape */
  #play(tape: ClockTape, bankOf: readonly number[]): void {
    const clock = this.#clock
    const { kinds, sets, takes, gives, units, amounts, runs } = tape
    const { works, places } = runs
    const { held, cycles } = runs.timesOn(this.config)
    for (let at = 0; at < kinds.length; at++) {
      const kind = kinds[at]
      const taken = takes[at]
      if (kind === Entry.run) {
        clock.set(sets[at])
        for (let i = 0; i < bankCount(taken); i++) clock.take(kind, bankOf[bankAt(taken, i)])
        const place = places[at]
        clock.run(works[place].words, held[place], cycles[place])
      } else if (kind === Entry.mark) {
        this.#mark(units[at], amounts[at])
        continue
      } else {
        for (let i = 0; i < bankCount(taken); i++) clock.take(kind, bankOf[bankAt(taken, i)])
        const beats = amounts[at] * this.#unitBeats[units[at]]
        if (kind === Entry.load) {
          if (sets[at] > 0) clock.control()
          clock.load(beats)
        } else {
          if (sets[at] > 0) clock.setStore()
          clock.store(beats)
        }
      }
      const given = gives[at]
      for (let i = 0; i < bankCount(given); i++) clock.give(kind, bankOf[bankAt(given, i)])
    }
  }

  #mark(series: number, inputs: number): void {
    const { computeFree, beats } = this.#clock
    const round = { inputs, end: computeFree, beats }
    const rounds = this.#rounds.get(series)
    if (rounds) rounds.push(round)
    else this.#rounds.set(series, [round])
  }
}

/** Shorter blocks are counted faster than they are looked up. */
const TRANSFER_MIN = 64
/** States of the clock that are kept of a block. */
const KEPT = 1000
