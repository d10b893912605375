/** Places in the shared memory. */
const BEGUN = 0
const STORING = 1

/** May the worker write? While it does, it must not be ended. */
const FREE = 0
const BUSY = 1
const CLOSED = 2

/** What a pool sees of a worker that has no time for messages, and the right to end it. */
export class WorkerState {
  readonly #shared: Int32Array

  /** @param buffer - that of the other side's */
  constructor(readonly buffer = new SharedArrayBuffer(8)) {
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

  get isStoring(): boolean {
    return Atomics.load(this.#shared, STORING) === BUSY
  }

  /** The worker stores something. When the pool has closed it, it is about to end and stores nothing. */
  store<T>(work: () => T): T {
    if (Atomics.compareExchange(this.#shared, STORING, FREE, BUSY) === CLOSED) throw new Error('closed')
    try {
      return work()
    } finally {
      Atomics.store(this.#shared, STORING, FREE)
    }
  }

  /** The worker will store nothing more and may be ended; false while it stores something. */
  close(): boolean {
    return Atomics.compareExchange(this.#shared, STORING, FREE, CLOSED) !== BUSY
  }
}
