import { randomInt } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import type { Point } from '../point/point.js'
import { packPoints } from '../point/point-batch.js'
import { type WrittenBatch, type WrittenRows, writeRows } from '../point/row-batch.js'
import { RowColumns } from '../point/row-columns.js'
import { Random } from '../search/random.js'
import type { Job } from './job.js'
import { PointQueue } from './point-queue.js'
import { StartError } from './start-error.js'
import type { WorkerSetup } from './worker.js'

/** Worker threads run built code; so do tests, which run from the sources. */
const WORKER = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/run/worker.js' : './worker.js',
  import.meta.url,
)

export interface PoolOptions {
  readonly jobs: number
  /** Wall time of one point. */
  readonly timeoutSeconds: number
  /** JavaScript heap of one worker, without its young generation; buffers and the memory of simulated chips are not part of it. */
  readonly memoryMb: number
}

/** Most points given to a worker at a time, and how long a share shall take; it gets the next one before it has finished, so that it never waits. */
const SHARE_MAX = 4096
const SHARE_SECONDS = 0.25
const WATCH_MS = 100
/** Young generation of a worker: with V8's 48 MB two workers collect for so long that they are a fifth slower on two cores. */
const YOUNG_MB = 192
/** Time for a worker to read the networks. */
const START_SECONDS = 60

interface Crew {
  readonly worker: Worker
  /** Its number, which another one takes over with its work. */
  readonly taker: number
  readonly begun: Int32Array
  /** Points that it has and that have no row yet, in order, and points that it had before them. */
  points: readonly Point[]
  before: number
  ready: boolean
  lastBegun: number
  since: number
  /** When it began those that it will return next. */
  busySince: number
}

/** Evaluates points on worker threads; a point that takes too long or too much memory fails, the others go on. */
export class Pool {
  readonly #crew = new Set<Crew>()
  readonly #columns: RowColumns
  // Runners of one plan must differ
  readonly #random = new Random(randomInt(2 ** 31))
  #queue = new PointQueue([], 1)
  #share = 1
  #watch: NodeJS.Timeout | undefined
  #settle: { readonly resolve: () => void; readonly reject: (error: unknown) => void } | undefined
  #onRows: (rows: WrittenBatch) => void = () => {}
  #missing = 0

  constructor(
    readonly job: Job,
    readonly options: PoolOptions,
  ) {
    this.#columns = new RowColumns(job)
  }

  /** Evaluates points; `onRows` gets every row once, in any order. */
  async evaluate(points: readonly Point[], onRows: (rows: WrittenBatch) => void): Promise<void> {
    if (points.length === 0) return
    this.#queue = new PointQueue(points, this.options.jobs)
    this.#missing = points.length
    this.#onRows = onRows
    this.#watch ??= setInterval(() => this.#check(), WATCH_MS)
    const done = new Promise<void>((resolve, reject) => {
      this.#settle = { resolve, reject }
    })
    for (let taker = this.#crew.size; taker < Math.min(this.options.jobs, points.length); taker++)
      this.#hire(taker)
    for (const member of this.#crew) this.#give(member)
    try {
      await done
    } finally {
      this.#settle = undefined
    }
  }

  /** Points that have a row from elsewhere are not evaluated, unless a worker has them already. */
  leaveOut(isDone: (point: Point) => boolean): void {
    this.#settled(this.#queue.leaveOut(isDone, this.#random))
  }

  /** Ends all workers. */
  async close(): Promise<void> {
    clearInterval(this.#watch)
    this.#watch = undefined
    const workers = [...this.#crew].map(({ worker }) => worker)
    this.#crew.clear()
    await Promise.all(workers.map((worker) => worker.terminate()))
  }

  #hire(taker: number): void {
    // Options of the process, such as those of a test runner, are not for the workers
    const begun = new Int32Array(new SharedArrayBuffer(4))
    const workerData: WorkerSetup = { job: this.job, begun }
    const resourceLimits = {
      maxOldGenerationSizeMb: this.options.memoryMb,
      maxYoungGenerationSizeMb: YOUNG_MB,
    }
    const worker = new Worker(WORKER, { workerData, resourceLimits, execArgv: [] })
    const now = Date.now()
    const member: Crew = {
      ...{ worker, taker, begun, points: [], before: 0, ready: false, lastBegun: 0 },
      ...{ since: now, busySince: now },
    }
    this.#crew.add(member)
    worker.on('message', (rows: WrittenRows) => this.#receive(member, rows))
    worker.on('error', (error: NodeJS.ErrnoException) => {
      const memory = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      if (!member.ready)
        return this.#settle?.reject(
          new StartError(memory ? `${this.options.memoryMb} MB are not enough` : error.message, error),
        )
      this.#lose(member, memory ? `it took more than ${this.options.memoryMb} MB` : String(error))
    })
  }

  #give(member: Crew): void {
    const { left } = this.#queue
    if (!member.ready || left === 0) return
    const count = Math.min(this.#share, Math.ceil(left / (2 * this.options.jobs)))
    if (member.points.length >= count) return
    if (member.points.length === 0) member.busySince = Date.now()
    const share = this.#queue.take(member.taker, count)
    member.points = [...member.points, ...share]
    const batch = packPoints(this.#columns, share)
    member.worker.postMessage(batch, [batch.idEnds.buffer, batch.fidelities.buffer, batch.parameters.buffer])
  }

  #receive(member: Crew, rows: WrittenRows): void {
    if (!this.#crew.has(member)) return
    const now = Date.now()
    const count = rows.kinds.length
    if (count > 0) {
      const seconds = Math.max(now - member.busySince, 1) / 1000
      const share = Math.min(SHARE_MAX, 4 * this.#share, Math.round((count * SHARE_SECONDS) / seconds))
      this.#share = Math.max(1, share)
    }
    member.ready = true
    member.since = now
    member.busySince = now
    const ids = member.points.slice(0, count).map(({ id }) => id)
    member.points = member.points.slice(count)
    member.before += count
    this.#hand({ ids, ...rows })
    this.#give(member)
  }

  #hand(rows: WrittenBatch): void {
    if (rows.ids.length === 0) return
    try {
      this.#onRows(rows)
    } catch (error) {
      this.#settle?.reject(error)
      return
    }
    this.#settled(rows.ids.length)
  }

  /** So many points less are missing. */
  #settled(count: number): void {
    this.#missing -= count
    if (this.#missing === 0) this.#settle?.resolve()
  }

  /** Looks for workers whose point takes too long. */
  #check(): void {
    const now = Date.now()
    for (const member of this.#crew) {
      const begun = Atomics.load(member.begun, 0)
      if (begun !== member.lastBegun || (member.ready && member.points.length === 0)) {
        member.lastBegun = begun
        member.since = now
      }
      const limit = member.ready ? this.options.timeoutSeconds : START_SECONDS
      if (now - member.since <= 1000 * limit) continue
      void member.worker.terminate()
      if (!member.ready) this.#settle?.reject(new StartError(`it took more than ${limit} s`))
      else this.#lose(member, `it took more than ${limit} s`)
    }
  }

  /** A worker is gone: the point it was at fails, the others are given to a new one. */
  #lose(member: Crew, reason: string): void {
    if (!this.#crew.delete(member)) return
    const at = Math.max(0, Atomics.load(member.begun, 0) - member.before - 1)
    const culprit = member.points[at]
    // Rows that were ready but not handed over are evaluated again
    this.#queue.giveBack(member.points.filter((_, i) => i !== at))
    if (culprit) {
      const { id, fidelity, parameters } = culprit
      this.#hand(writeRows(this.#columns, [{ id, fidelity, parameters, status: 'failed', reason }]))
    }
    if (this.#missing > 0) this.#hire(member.taker)
  }
}
