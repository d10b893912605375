import { type ChipConfig, COUNTER_NAMES, chipGeometry } from '@concord/arch'
import { BankGives, later } from './bank-gives.js'
import { Counter, Owner } from './clock-counters.js'

/**
 * The chip's time, told one instruction after the other in stream order: a recurrence of docs/architecture.md §5 to §7 with a
 * constant amount of work an instruction. The stream's beats come and go at one a cycle.
 *
 * Legal only for programs in which each GIVE lies before the TAKE that waits for it, as those of the mapper do.
 */
export class StreamClock {
  /** Performance counters, not wrapped. */
  readonly counts = new Float64Array(COUNTER_NAMES.length)
  instructions = 0
  /** Beats of the stream so far. */
  beats = 0
  /** First cycle in which the next instruction's first beat can be accepted. */
  gather = 0
  /** Cycle in which the array is free. */
  computeFree = 0
  /** Cycle behind the execution of the newest `queueDepth` instructions of compute: room for another one; the oldest is next. */
  readonly computeRoom: Float64Array
  computeNext = 0
  /** Instructions of compute so far. */
  executed = 0
  readonly gives = new BankGives()
  readonly #instructionBeats: number
  readonly #storeRoom: Float64Array
  #storeNext = 0
  #storeFree = 0
  #sinkReady = 0

  constructor(config: ChipConfig) {
    this.#instructionBeats = chipGeometry(config).instructionBeats
    this.computeRoom = new Float64Array(config.queueDepth)
    this.#storeRoom = new Float64Array(config.queueDepth)
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
    this.gather = at + payloadBeats + 1
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
    const last = later(at + 1, this.#sinkReady) + beats - 1
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
    this.gives.add(bank, engine, at)
  }

  /** END. */
  end(): void {
    const ended = this.#dispatch(0) + 1
    const cycles = Math.max(ended, this.computeFree, this.#storeFree)
    this.counts[0] = cycles
    this.counts[Counter.computeWaitStream] += cycles - this.computeFree
    this.counts[Counter.storeIdle] += cycles - this.#storeFree
  }

  /** Gathers and dispatches an instruction, not before `room`; with a bank it is a TAKE of the load engine. */
  #dispatch(room: number, bank = -1): number {
    this.instructions++
    const beats = this.#instructionBeats
    this.beats += beats
    // With a beat offered every cycle the command unit never waits for the stream
    const ready = this.gather + beats
    let at = later(ready, room)
    if (at > ready) this.counts[Counter.loadWaitQueue] += at - ready
    if (bank >= 0) at = this.gives.wait(Owner.load, bank, ready, this.counts)
    this.gather = at
    return at
  }

  #compute(bank: number, cycles: number): number {
    const slot = this.computeNext
    this.executed++
    this.computeNext = slot + 1 === this.computeRoom.length ? 0 : slot + 1
    const free = this.computeFree
    const from = later(this.#dispatch(this.computeRoom[slot]) + 1, free)
    if (from > free) this.counts[Counter.computeWaitStream] += from - free
    const at = bank < 0 ? from : this.gives.wait(Owner.compute, bank, from, this.counts)
    this.computeRoom[slot] = at + 1
    this.computeFree = at + cycles
    return at
  }

  #store(bank: number): number {
    const slot = this.#storeNext
    this.#storeNext = slot + 1 === this.#storeRoom.length ? 0 : slot + 1
    const free = this.#storeFree
    const from = later(this.#dispatch(this.#storeRoom[slot]) + 1, free)
    this.counts[Counter.storeIdle] += from - free
    const at = bank < 0 ? from : this.gives.wait(Owner.store, bank, from, this.counts)
    this.#storeRoom[slot] = at + 1
    this.#storeFree = at + 1
    return at
  }
}
