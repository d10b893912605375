import { type ChipConfig, COUNTER_NAMES, type CounterName, type Counters } from '@concord/arch'
import type { StreamTiming } from '../run-result.js'
import {
  CounterComputeWaitStream,
  CounterCycles,
  CounterLoadWaitQueue,
  CounterLoadWaitStream,
  CounterStoreIdle,
  CounterStoreWaitStream,
  EngineCompute,
  EngineLoad,
  EngineStore,
} from '../step/package.js'
import { EventKind, NoEvent } from './event.js'
import { type EventTable, eventTable } from './event-table.js'
import type { Plan } from './plan.js'
import { waitCounter } from './wait-counter.js'

/** How long a program takes on a chip. */
export interface CycleCount {
  /** From the first accepted beat (included) to done (excluded). */
  readonly cycles: number
  /** All performance counters as the chip shows them, wrapped to counterBits. */
  readonly counters: Counters
}

/**
 * The time of one legal program on one chip as a recurrence over its instructions: each starts at the latest of what it waits
 * for (stream, queue, engine, bank) and takes as long as docs/architecture.md says. No cycle is stepped, no data is needed.
 */
export class Timeline {
  /** Cycle of each event: of a dispatch, or of the execution that takes an instruction out of its queue. */
  readonly time: Float64Array
  /** First cycle in which an event's instruction is ready to be dispatched, or at the head of its engine. */
  readonly start: Float64Array
  /** First cycle after an event's instruction, payload and drain included. */
  readonly end: Float64Array
  /** Cycles without a beat while a dispatch event's instruction and payload were gathered. */
  readonly starved: Float64Array
  readonly #table: EventTable
  readonly #counterRange: number
  readonly #counts = new Float64Array(COUNTER_NAMES.length)

  constructor(
    readonly config: ChipConfig,
    readonly plan: Plan,
  ) {
    const { length } = plan.events
    this.time = new Float64Array(length)
    this.start = new Float64Array(length)
    this.end = new Float64Array(length)
    this.starved = new Float64Array(length)
    this.#table = eventTable(plan)
    this.#counterRange = 2 ** config.counterBits
  }

  /**
   * Counts the cycles at one rate.
   *
   * @returns undefined when, at this rate, an engine touches a bank before it owns it: an OWNERSHIP error
   */
  evaluate({ inputInterval = 1, outputInterval = 1 }: StreamTiming = {}): CycleCount | undefined {
    const cycles = this.#advance(inputInterval, outputInterval)
    for (const { use, give } of this.plan.tokens.races) {
      if (this.time[give]! >= this.time[use]!) return undefined
    }
    const counters = {} as Record<CounterName, number>
    for (let i = 0; i < COUNTER_NAMES.length; i++) {
      const count = this.#counts[i]!
      counters[COUNTER_NAMES[i]!] = count < this.#counterRange ? count : count % this.#counterRange
    }
    return { cycles, counters }
  }

  /** Visits all events; fills in times and counts, returns the cycles. */
  #advance(inputInterval: number, outputInterval: number): number {
    const { time, start, end, starved } = this
    const { kind: kinds, waitsFor, dispatch: dispatches, amount: amounts, lastBeat: lastBeats } = this.#table
    const beats = this.plan.geometry.instructionBeats
    const counts = this.#counts
    counts.set(this.#table.fixedCounts)

    /** First cycle in which the next instruction's first beat can be accepted. */
    let gather = 0
    /** The cycle `gather` is one in which an instruction is dispatched. */
    let overlap = 0
    let waitStream = 0
    let waitQueue = 0
    let computeFree = 0
    let computeIdle = 0
    let storeFree = 0
    let storeIdle = 0
    let storeWait = 0
    let sinkReady = 0
    let ended = 0

    for (let event = 0; event < kinds.length; event++) {
      const kind = kinds[event]!
      if (kind <= EventKind.dispatchEnd) {
        const lastBeat = lastBeats[event]!
        const gathered = later(gather + beats - 1, lastBeat * inputInterval)
        let lost = gathered - gather + 1 - beats
        // In its dispatch cycle an instruction still occupies the command unit: nothing is wanted yet
        if (overlap === 1 && (lastBeat - beats + 1) * inputInterval > gather) lost--
        const ready = gathered + 1
        let at = ready
        if (kind === EventKind.dispatchQueued) {
          at = later(ready, time[waitsFor[event]!]! + 1)
          waitQueue += at - ready
        } else if (kind === EventKind.dispatchTake) {
          at = this.#take(EngineLoad, event, ready)
        }
        start[event] = ready
        time[event] = at
        if (kind === EventKind.dispatchLoad) {
          const payload = amounts[event]!
          const paid = later(at + payload, (lastBeat + payload) * inputInterval)
          lost += paid - at - payload
          gather = paid + 1
          overlap = 0
        } else {
          gather = at
          overlap = 1
          if (kind === EventKind.dispatchEnd) ended = at + 1
        }
        end[event] = gather + overlap
        starved[event] = lost
        waitStream += lost
      } else if (kind <= EventKind.computeRun) {
        const from = later(time[dispatches[event]!]! + 1, computeFree)
        computeIdle += from - computeFree
        const at = kind === EventKind.computeTake ? this.#take(EngineCompute, event, from) : from
        computeFree = kind === EventKind.computeRun ? at + amounts[event]! : at + 1
        start[event] = from
        time[event] = at
        end[event] = computeFree
      } else {
        const from = later(time[dispatches[event]!]! + 1, storeFree)
        storeIdle += from - storeFree
        const at = kind === EventKind.storeTake ? this.#take(EngineStore, event, from) : from
        if (kind === EventKind.storeBeats) {
          const words = amounts[event]!
          const last = later(at + 1, sinkReady) + (words - 1) * outputInterval
          storeWait += last - at - words
          sinkReady = last + outputInterval
          storeFree = last + 1
        } else storeFree = at + 1
        start[event] = from
        time[event] = at
        end[event] = storeFree
      }
    }

    const cycles = Math.max(ended, computeFree, storeFree)
    counts[CounterCycles] = cycles
    counts[CounterLoadWaitStream] = waitStream
    counts[CounterLoadWaitQueue] = waitQueue
    counts[CounterComputeWaitStream] = computeIdle + cycles - computeFree
    counts[CounterStoreWaitStream] = storeWait
    counts[CounterStoreIdle] = storeIdle + cycles - storeFree
    return cycles
  }

  /** The cycle in which a TAKE at the head from cycle `from` on goes through; counts its waiting. */
  #take(engine: number, event: number, from: number): number {
    const give = this.#table.waitsFor[event]!
    if (give === NoEvent) return from
    const at = later(from, this.time[give]! + 1)
    if (at > from) this.waits(engine, event, from, at, this.#counts)
    return at
  }

  /** Adds the cycles that a TAKE waited, from `from` until `until`, to the counters of those who owned the bank meanwhile. */
  waits(engine: number, event: number, from: number, until: number, counts: Float64Array): void {
    let give = this.#table.waitsFor[event]!
    let to = until
    while (to > from) {
      const before = this.#table.givenBefore[give]!
      const since = before === NoEvent ? from : later(from, this.time[before]! + 1)
      counts[waitCounter(engine, ownerOf(this.#table.kind[give]!))]! += to - since
      to = since
      give = before
    }
  }
}

/** The engine that executes events of a kind. */
function ownerOf(kind: number): number {
  if (kind < EventKind.compute) return EngineLoad
  return kind < EventKind.store ? EngineCompute : EngineStore
}

/** Math.max of two, without its care for NaN and signed zeros. */
function later(a: number, b: number): number {
  // biome-ignore lint/complexity/useMathMinMax: the innermost operation of counting
  return a > b ? a : b
}
