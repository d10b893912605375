/** Places in the shared memory: points begun, points whose rows are stored, and the right to write. */
const BEGUN = 0
const STORED = 1
const STORING = 2

/** The right to write: nobody has it, the worker has it and must not be ended, or the pool has taken it away for good. */
const FREE = 0
const BUSY = 1
const CLOSED = 2

/** What a pool sees of a worker that has no time for messages, and the right to end it. */
export class WorkerState {
  readonly #shared: Int32Array

  /** @param buffer - of the pool's state, on the worker's side */
  constructor(readonly buffer = new SharedArrayBuffer(12)) {
    this.#shared = new Int32Array(buffer)
  }

  /** Points that the worker has begun. */
  get begun(): number {
    return Atomics.load(this.#shared, BEGUN)
  }

  /** The worker begins another point. */
  begin(): void {
    Atomics.add(this.#shared, BEGUN, 1)
  }

  /** Points whose rows are on the disk; the pool may not have been told yet. */
  get stored(): number {
    return Atomics.load(this.#shared, STORED)
  }

  get isStoring(): boolean {
    return Atomics.load(this.#shared, STORING) === BUSY
  }

  /** The worker stores the rows of so many points. When the pool has closed it, it is about to end and stores nothing. */
  store(points: number, work: () => void): void {
    if (Atomics.compareExchange(this.#shared, STORING, FREE, BUSY) === CLOSED) throw new Error('closed')
    try {
      work()
      Atomics.add(this.#shared, STORED, points)
    } finally {
      Atomics.store(this.#shared, STORING, FREE)
    }
  }

  /** The worker will store nothing more and may be ended; false while it stores something. */
  close(): boolean {
    return Atomics.compareExchange(this.#shared, STORING, FREE, CLOSED) !== BUSY
  }
}
