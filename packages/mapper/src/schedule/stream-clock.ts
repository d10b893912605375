import { COUNTER_NAMES } from '@concord/arch'
import { BankGives, later } from './bank-gives.js'
import { Counter, Owner } from './clock-counters.js'
import { bankAt, bankCount } from './operation-tape.js'

/**
 * The chip's time, told one load, RUN or store after the other in stream order: a recurrence of docs/architecture.md §5 to §7 with
 * a constant amount of work an instruction. The stream's beats come and go at one a cycle.
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
  computeRoom = new Float64Array(0)
  computeNext = 0
  /** Instructions of compute so far. */
  executed = 0
  readonly gives = new BankGives()
  #instructionBeats = 0
  #storeRoom = new Float64Array(0)
  #storeNext = 0
  #storeFree = 0
  #sinkReady = 0

  /** Begins at cycle 0 of another program. */
  reset(instructionBeats: number, queueDepth: number): void {
    this.#instructionBeats = instructionBeats
    this.counts.fill(0)
    if (this.computeRoom.length !== queueDepth) {
      this.computeRoom = new Float64Array(queueDepth)
      this.#storeRoom = new Float64Array(queueDepth)
    } else {
      this.computeRoom.fill(0)
      this.#storeRoom.fill(0)
    }
    this.instructions = 0
    this.beats = 0
    this.gather = 0
    this.computeFree = 0
    this.computeNext = 0
    this.executed = 0
    this.#storeNext = 0
    this.#storeFree = 0
    this.#sinkReady = 0
    this.gives.clear()
  }

  /** BEGIN, and what the load engine, which owns all banks at reset, gives first. */
  begin(banks: readonly number[]): void {
    this.#gathered(1)
    for (const bank of banks) this.gives.add(bank, Owner.load, this.#gathered(1))
  }

  /**
   * LOAD_* with its payload.
   *
   * @param sets - SETs of the same engine in front; likewise below
   * @param takes, gives - banks that it takes in front and gives behind it, packed
   * @param bankOf - banks of the chip by those packed
   */
  load(payloadBeats: number, sets: number, takes: number, gives: number, bankOf: readonly number[]): void {
    const { counts } = this
    for (let i = 0; i < bankCount(takes); i++) {
      const bank = bankOf[bankAt(takes, i)]
      this.gather = this.gives.wait(Owner.load, bank, this.#gathered(1), counts)
    }
    const at = this.#gathered(sets + 1)
    this.beats += payloadBeats
    counts[Counter.loadBusy] += payloadBeats
    this.gather = at + payloadBeats + 1
    for (let i = 0; i < bankCount(gives); i++)
      this.gives.add(bankOf[bankAt(gives, i)], Owner.load, this.#gathered(1))
  }

  /** RUN. @param held - cycles for which the post unit holds it up; @param cycles - until the next instruction executes */
  run(
    words: number,
    held: number,
    cycles: number,
    sets: number,
    takes: number,
    gives: number,
    bankOf: readonly number[],
  ): void {
    const { counts, computeRoom: room } = this
    const beats = this.#instructionBeats
    const run = sets + bankCount(takes)
    const all = run + 1 + bankCount(gives)
    let { gather, computeFree: free, computeNext: slot } = this
    let [queue, stream] = [0, 0]
    for (let i = 0; i < all; i++) {
      // With a beat offered every cycle the command unit never waits for the stream
      gather += beats
      if (room[slot] > gather) {
        queue += room[slot] - gather
        gather = room[slot]
      }
      if (gather >= free) {
        stream += gather + 1 - free
        free = gather + 1
      }
      if (i >= sets && i < run) {
        const bank = bankOf[bankAt(takes, i - sets)]
        free = this.gives.wait(Owner.compute, bank, free, counts)
      } else if (i > run) this.gives.add(bankOf[bankAt(gives, i - run - 1)], Owner.compute, free)
      room[slot] = free + 1
      slot = slot + 1 === room.length ? 0 : slot + 1
      free += i === run ? cycles : 1
    }
    this.gather = gather
    this.computeFree = free
    this.computeNext = slot
    this.executed += all
    this.instructions += all
    this.beats += all * beats
    counts[Counter.loadWaitQueue] += queue
    counts[Counter.computeWaitStream] += stream
    counts[Counter.computeBusy] += words
    counts[Counter.computeWaitPost] += held
  }

  /** STORE. */
  store(beats: number, sets: number, takes: number, gives: number, bankOf: readonly number[]): void {
    const { counts } = this
    for (let i = 0; i < bankCount(takes); i++) this.#store(bankOf[bankAt(takes, i)])
    for (let i = 0; i < sets; i++) this.#store(-1)
    const at = this.#store(-1)
    const last = later(at + 1, this.#sinkReady) + beats - 1
    counts[Counter.storeBusy] += beats
    counts[Counter.storeWaitStream] += last - at - beats
    this.#sinkReady = last + 1
    this.#storeFree = last + 1
    for (let i = 0; i < bankCount(gives); i++)
      this.gives.add(bankOf[bankAt(gives, i)], Owner.store, this.#store(-1))
  }

  /** END. */
  end(): void {
    const ended = this.#gathered(1) + 1
    const cycles = Math.max(ended, this.computeFree, this.#storeFree)
    this.counts[0] = cycles
    this.counts[Counter.computeWaitStream] += cycles - this.computeFree
    this.counts[Counter.storeIdle] += cycles - this.#storeFree
  }

  /** Gathers and dispatches instructions of the command unit or of the load engine, which wait for nothing. */
  #gathered(count: number): number {
    const beats = count * this.#instructionBeats
    this.instructions += count
    this.beats += beats
    this.gather += beats
    return this.gather
  }

  /** An instruction of the store engine, with a bank a TAKE. */
  #store(bank: number): number {
    const room = this.#storeRoom
    const slot = this.#storeNext
    this.#storeNext = slot + 1 === room.length ? 0 : slot + 1
    const ready = this.#gathered(1)
    if (room[slot] > ready) {
      this.counts[Counter.loadWaitQueue] += room[slot] - ready
      this.gather = room[slot]
    }
    const free = this.#storeFree
    const from = later(this.gather + 1, free)
    this.counts[Counter.storeIdle] += from - free
    const at = bank < 0 ? from : this.gives.wait(Owner.store, bank, from, this.counts)
    room[slot] = at + 1
    this.#storeFree = at + 1
    return at
  }
}
