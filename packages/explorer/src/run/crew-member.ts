import { setTimeout } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Point } from '../point/point.js'
import type { RowBatch } from '../point/row-batch.js'
import type { RowColumns } from '../point/row-columns.js'
import { packShare } from '../point/share.js'
import { OpenShares } from './open-shares.js'
import type { WorkerSetup } from './worker.js'
import { WorkerState } from './worker-state.js'

/** Worker threads run built code; so do tests, which run from the sources. */
const WORKER = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/run/worker.js' : './worker.js',
  import.meta.url,
)

/**
 * Young generation of a worker, as V8 chooses it by itself where there is memory enough: those of two workers go into a processor's cache together.
 * With four times as much two of them evaluate 5 % fewer points of a small network a second, but a tenth more of CNV.
 */
const YOUNG_MB = 48
/** How often it is tried to end a worker that stores something. */
const END_MS = 5

/** A worker thread and the points that it has. */
export class CrewMember {
  readonly worker: Worker
  /** It has read the networks. */
  isReady = false
  readonly #state = new WorkerState()
  #isGone = false
  readonly #shares: OpenShares
  /** Points that it was given, and those whose rows it has told. */
  #given = 0
  #told = 0
  /** Points begun when it was looked at last, and since when nothing has moved. */
  #begun = 0
  #since = Date.now()
  /** When it began those that it will return next. */
  #busySince = Date.now()

  /** @param taker - its number, which another one takes over with its work */
  constructor(
    readonly taker: number,
    setup: Omit<WorkerSetup, 'shared'>,
    readonly columns: RowColumns,
    memoryMb: number,
  ) {
    this.#shares = new OpenShares(columns)
    const workerData: WorkerSetup = { ...setup, shared: this.#state.buffer }
    const resourceLimits = { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: YOUNG_MB }
    // Options of the process, such as those of a test runner, are not for the workers
    this.worker = new Worker(WORKER, { workerData, resourceLimits, execArgv: [] })
    this.worker.once('exit', () => {
      this.#isGone = true
    })
  }

  /** Whether it has no points without a row. */
  get isIdle(): boolean {
    return this.#told === this.#given
  }

  /** Points that it has not begun. */
  get waiting(): number {
    return this.#given - this.#state.begun
  }

  give(points: readonly Point[]): void {
    if (this.isIdle) this.#busySince = Date.now()
    const share = packShare(this.columns, points)
    this.#shares.add(points, share)
    this.#given += points.length
    this.worker.postMessage(share, [share.idEnds.buffer])
  }

  /**
   * The next of its points have rows.
   *
   * @param reasons - by row, of those that have one
   * @returns the rows, and how many it did in a second
   */
  finish(
    count: number,
    reasons: ReadonlyMap<number, string>,
  ): { readonly batches: readonly RowBatch[]; readonly perSecond: number } {
    const seconds = Math.max(Date.now() - this.#busySince, 1) / 1000
    this.#told += count
    return { batches: this.#shares.finish(count, reasons), perSecond: count / seconds }
  }

  /** It has said something. */
  wake(): void {
    this.#since = Date.now()
    this.#busySince = this.#since
  }

  /** Milliseconds for which nothing has moved. */
  stillFor(): number {
    const { begun, isStoring } = this.#state
    const moves = begun !== this.#begun || isStoring || this.#isToBeHeard || (this.isReady && this.isIdle)
    this.#begun = begun
    if (moves) this.#since = Date.now()
    return Date.now() - this.#since
  }

  /** It has stored rows that it is about to tell. */
  get #isToBeHeard(): boolean {
    return this.#state.stored !== this.#told
  }

  /** Its points without a row: the one it is at or is to begin, and the others. */
  rest(): { readonly at: Point | undefined; readonly others: readonly Point[] } {
    const { points } = this.#shares
    const at = Math.max(0, this.#state.begun - this.#told - 1)
    return { at: points[at], others: points.filter((_, i) => i !== at) }
  }

  /** Ends it, unless it stores something just now or is about to tell what it has stored. */
  tryEnd(): boolean {
    const ends = !this.#isToBeHeard && this.#state.close()
    if (ends) void this.worker.terminate()
    return ends
  }

  /** Ends it, after what it stores just now. */
  async end(): Promise<void> {
    while (!this.#isGone && !this.#state.close()) await setTimeout(END_MS)
    await this.worker.terminate()
  }
}
