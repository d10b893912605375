import { type ChipConfig, COUNTER_NAMES, type CounterName, type Counters, chipGeometry } from '@concord/arch'
import { BankGives, later } from './bank-gives.js'
import { Counter, Owner } from './clock-counters.js'
import type { Begun, Transfer } from './clock-transfer.js'

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
  readonly #counterRange: number
  /** Cycle behind the execution of the newest `queueDepth` instructions of compute and store: room for another one; the oldest is next. */
  readonly #computeRoom: Float64Array
  readonly #storeRoom: Float64Array
  #computeNext = 0
  #storeNext = 0
  /** Instructions of compute so far. */
  #executed = 0
  /** First cycle in which the next instruction's first beat can be accepted. */
  #gather = 0
  #computeFree = 0
  #storeFree = 0
  #sinkReady = 0
  readonly #gives = new BankGives()

  constructor(config: ChipConfig) {
    this.#instructionBeats = chipGeometry(config).instructionBeats
    this.#counterRange = 2 ** config.counterBits
    this.#computeRoom = new Float64Array(config.queueDepth)
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
    this.#gives.add(bank, engine, at)
  }

  /**
   * Forgets what cannot matter any more: an array that has been free for a while may as well have become free now.
   */
  settle(): void {
    const idle = this.#gather - this.#computeFree
    if (idle <= 0) return
    this.counts[Counter.computeWaitStream] += idle
    this.#computeFree = this.#gather
  }

  /** All that the time of loads and RUNs from now on depends on, but for hand-overs, relative to now. */
  get state(): string {
    const room = this.#computeRoom
    const now = this.#gather
    if (this.#computeFree === now) return ''
    let state = `${this.#computeFree - now}`
    let slot = this.#computeNext
    for (let i = 0; i < room.length; i++) {
      slot = slot === 0 ? room.length - 1 : slot - 1
      if (room[slot] <= now) break
      state += `,${room[slot] - now}`
    }
    return state
  }

  /** Hand-overs of a bank that a TAKE from now on may have to wait for, relative to now. */
  waitsFor(bank: number): string {
    return this.#gives.after(bank, this.#gather)
  }

  /** When a bank was given last. */
  lastGive(bank: number): number {
    return this.#gives.last(bank)
  }

  /** What there is before some loads and RUNs whose effect is to be known. */
  begin(): Begun {
    const { instructions, beats } = this
    const counts = this.counts.slice()
    return { instructions, beats, counts, now: this.#gather, executed: this.#executed }
  }

  /** What has happened since. @param given - hand-overs to others, in order */
  since(
    { instructions, beats, counts, now, executed }: Begun,
    given: readonly { readonly bank: number; readonly engine: number; readonly at: number }[],
  ): Transfer {
    const room = this.#computeRoom
    const rooms: number[] = []
    const newest = Math.min(room.length, this.#executed - executed)
    for (let i = newest; i > 0; i--)
      rooms.push(room[(this.#computeNext - i + room.length) % room.length] - now)
    return {
      instructions: this.instructions - instructions,
      beats: this.beats - beats,
      counts: this.counts.map((count, i) => count - counts[i]),
      gather: this.#gather - now,
      computeFree: this.#computeFree - now,
      executed: this.#executed - executed,
      rooms,
      gives: given.map(({ bank, engine, at }) => ({ bank, engine, at: at - now })),
    }
  }

  /** Does again what happened in the same state. @param bankOf - banks of the chip by those of the hand-overs */
  transfer(known: Transfer, bankOf: readonly number[]): void {
    const { counts, rooms, gives } = known
    const now = this.#gather
    this.instructions += known.instructions
    this.beats += known.beats
    for (let i = 0; i < counts.length; i++) this.counts[i] += counts[i]
    const room = this.#computeRoom
    for (const own of rooms) {
      room[this.#computeNext] = now + own
      this.#computeNext = this.#computeNext + 1 === room.length ? 0 : this.#computeNext + 1
    }
    this.#executed += known.executed
    for (const { bank, engine, at } of gives) this.#gives.add(bankOf[bank], engine, now + at)
    this.#computeFree = now + known.computeFree
    this.#gather = now + known.gather
  }

  /** END. */
  end(): void {
    const ended = this.#dispatch(0) + 1
    const cycles = Math.max(ended, this.#computeFree, this.#storeFree)
    this.counts[0] = cycles
    this.counts[Counter.computeWaitStream] += cycles - this.#computeFree
    this.counts[Counter.storeIdle] += cycles - this.#storeFree
  }

  /** Cycle in which the array is free. */
  get computed(): number {
    return this.#computeFree
  }

  /** Cycles in which the array issued words or waited for the post unit. */
  get array(): number {
    return this.counts[Counter.computeBusy] + this.counts[Counter.computeWaitPost]
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
    if (at > ready) this.counts[Counter.loadWaitQueue] += at - ready
    if (bank >= 0) at = this.#gives.wait(Owner.load, bank, ready, this.counts)
    this.#gather = at
    return at
  }

  #compute(bank: number, cycles: number): number {
    const slot = this.#computeNext
    this.#executed++
    this.#computeNext = slot + 1 === this.#computeRoom.length ? 0 : slot + 1
    const free = this.#computeFree
    const from = later(this.#dispatch(this.#computeRoom[slot]) + 1, free)
    if (from > free) this.counts[Counter.computeWaitStream] += from - free
    const at = bank < 0 ? from : this.#gives.wait(Owner.compute, bank, from, this.counts)
    this.#computeRoom[slot] = at + 1
    this.#computeFree = at + cycles
    return at
  }

  #store(bank: number): number {
    const slot = this.#storeNext
    this.#storeNext = slot + 1 === this.#storeRoom.length ? 0 : slot + 1
    const free = this.#storeFree
    const from = later(this.#dispatch(this.#storeRoom[slot]) + 1, free)
    this.counts[Counter.storeIdle] += from - free
    const at = bank < 0 ? from : this.#gives.wait(Owner.store, bank, from, this.counts)
    this.#storeRoom[slot] = at + 1
    this.#storeFree = at + 1
    return at
  }
}
