import { type ChipConfig, COUNTER_NAMES, type CounterName, type Counters, chipGeometry } from '@concord/arch'
import { Counter, Owner, WAIT_COUNTERS } from './clock-counters.js'

/**
 * The chip's time, told one instruction after the other in stream order: a recurrence of docs/architecture.md §5 to §7 with a
 * constant amount of work an instruction. The stream's beats come and go at one a cycle.
 *
 * Legal only for programs in which each GIVE lies before the TAKE that waits for it, as those of the mapper do.
 */
export class StreamClock {
  readonly counts = new Float64Array(COUNTER_NAMES.length)
  instructions = 0
  /** Beats of the stream so far. */
  beats = 0
  readonly #instructionBeats: number
  readonly #queueDepth: number
  readonly #counterRange: number
  /** Execution times of the newest `queueDepth` instructions of compute and store. */
  readonly #computeTimes: Float64Array
  readonly #storeTimes: Float64Array
  #computed = 0
  #stored = 0
  /** First cycle in which the next instruction's first beat can be accepted. */
  #gather = 0
  #computeFree = 0
  #storeFree = 0
  #sinkReady = 0
  /** GIVEs of each bank, oldest first. */
  readonly #giveTimes: number[][] = []
  readonly #givers: number[][] = []

  constructor(config: ChipConfig) {
    this.#instructionBeats = chipGeometry(config).instructionBeats
    this.#queueDepth = config.queueDepth
    this.#counterRange = 2 ** config.counterBits
    this.#computeTimes = new Float64Array(config.queueDepth)
    this.#storeTimes = new Float64Array(config.queueDepth)
  }

  /** BEGIN, or a SET of the load engine. */
  control(): void {
    this.#dispatch(0)
  }

  /** LOAD_* with its payload. */
  load(payloadBeats: number): void {
    const at = this.#dispatch(0)
    this.beats += payloadBeats
    this.counts[Counter.loadBusy] += payloadBeats
    this.#gather = at + payloadBeats + 1
  }

  /** SETs of the compute engine. */
  set(count: number): void {
    for (let i = 0; i < count; i++) this.#compute(-1, 1)
  }

  run(words: number, held: number, cycles: number): void {
    this.#compute(-1, cycles)
    this.counts[Counter.computeBusy] += words
    this.counts[Counter.computeWaitPost] += held
  }

  /** STORE. */
  store(beats: number): void {
    const at = this.#store(-1)
    const last = Math.max(at + 1, this.#sinkReady) + beats - 1
    this.counts[Counter.storeBusy] += beats
    this.counts[Counter.storeWaitStream] += last - at - beats
    this.#sinkReady = last + 1
    this.#storeFree = last + 1
  }

  /** SET of the store engine. */
  setStore(): void {
    this.#store(-1)
  }

  take(engine: number, bank: number): void {
    if (engine === Owner.load) this.#dispatch(0, bank)
    else if (engine === Owner.compute) this.#compute(bank, 1)
    else this.#store(bank)
  }

  give(engine: number, bank: number): void {
    const at =
      engine === Owner.load
        ? this.#dispatch(0)
        : engine === Owner.compute
          ? this.#compute(-1, 1)
          : this.#store(-1)
    if (this.#giveTimes[bank] === undefined) {
      this.#giveTimes[bank] = [at]
      this.#givers[bank] = [engine]
      return
    }
    this.#giveTimes[bank].push(at)
    this.#givers[bank].push(engine)
  }

  /** END; returns the cycles of the program. */
  end(): number {
    const ended = this.#dispatch(0) + 1
    const cycles = Math.max(ended, this.#computeFree, this.#storeFree)
    this.counts[0] = cycles
    this.counts[Counter.computeWaitStream] += cycles - this.#computeFree
    this.counts[Counter.storeIdle] += cycles - this.#storeFree
    return cycles
  }

  /** Cycle in which the array is free. */
  get computed(): number {
    return this.#computeFree
  }

  /** Of the program, once it has ended. */
  get cycles(): number {
    return this.counts[0]
  }

  /** The performance counters as the chip shows them, wrapped. */
  counters(): Counters {
    const counters = {} as Record<CounterName, number>
    for (const [i, name] of COUNTER_NAMES.entries()) counters[name] = this.counts[i] % this.#counterRange
    return counters
  }

  /** Gathers and dispatches an instruction, not before `room`; with a bank it is a TAKE of the load engine. */
  #dispatch(room: number, bank = -1): number {
    this.instructions++
    const beats = this.#instructionBeats
    this.beats += beats
    // With a beat offered every cycle the command unit never waits for the stream
    const ready = this.#gather + beats
    let at = later(ready, room)
    this.counts[Counter.loadWaitQueue] += at - ready
    if (bank >= 0) at = this.#wait(Owner.load, bank, ready)
    this.#gather = at
    return at
  }

  #compute(bank: number, cycles: number): number {
    const slot = this.#computed % this.#queueDepth
    const full = this.#computed++ >= this.#queueDepth
    const dispatched = this.#dispatch(full ? this.#computeTimes[slot] + 1 : 0)
    const from = later(dispatched + 1, this.#computeFree)
    this.counts[Counter.computeWaitStream] += from - this.#computeFree
    const at = bank < 0 ? from : this.#wait(Owner.compute, bank, from)
    this.#computeTimes[slot] = at
    this.#computeFree = at + cycles
    return at
  }

  #store(bank: number): number {
    const slot = this.#stored % this.#queueDepth
    const full = this.#stored++ >= this.#queueDepth
    const dispatched = this.#dispatch(full ? this.#storeTimes[slot] + 1 : 0)
    const from = later(dispatched + 1, this.#storeFree)
    this.counts[Counter.storeIdle] += from - this.#storeFree
    const at = bank < 0 ? from : this.#wait(Owner.store, bank, from)
    this.#storeTimes[slot] = at
    this.#storeFree = at + 1
    return at
  }

  /** The cycle in which a TAKE at the head from cycle `from` on goes through; counts whom it waited for. */
  #wait(engine: number, bank: number, from: number): number {
    const times = this.#giveTimes[bank]
    const givers = this.#givers[bank]
    const at = later(from, times[times.length - 1] + 1)
    for (let to = at, i = times.length - 1; to > from; i--) {
      const since = i === 0 ? from : later(from, times[i - 1] + 1)
      this.counts[WAIT_COUNTERS[3 * engine + givers[i]]] += to - since
      to = since
    }
    return at
  }
}

/** Math.max of two, without its care for NaN and signed zeros. */
function later(a: number, b: number): number {
  // biome-ignore lint/complexity/useMathMinMax: the innermost operation of a search
  return a > b ? a : b
}
