import { randomInt } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Point } from '../point/point.js'
import { packPoints } from '../point/point-batch.js'
import type { Row } from '../point/row.js'
import { type PackedRows, packRows, type RowBatch } from '../point/row-batch.js'
import { RowColumns } from '../point/row-columns.js'
import { Random } from '../search/random.js'
import { StorageError } from './atomic-file.js'
import type { Job } from './job.js'
import { PointQueue } from './point-queue.js'
import { type ResultsPlace, storeRows } from './result-files.js'
import { StartError } from './start-error.js'
import type { WorkerMessage, WorkerSetup } from './worker.js'
import { WorkerState } from './worker-state.js'

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

/** Most points given to a worker at a time, and how long a share shall take; it gets the next one before it has begun them all, so that it never waits. */
const SHARE_MAX = 16_384
const SHARE_SECONDS = 0.25
const WATCH_MS = 100
/** Young generation of a worker: with V8's 48 MB two workers collect for so long that they are a fifth slower on two cores. */
const YOUNG_MB = 48
/** How often it is tried to end a worker that stores something. */
const CLOSE_MS = 5
/** Time for a worker to read the networks. */
const START_SECONDS = 60

interface Crew {
  readonly worker: Worker
  /** Its number, which another one takes over with its work. */
  readonly taker: number
  readonly state: WorkerState
  /** Points that it has and that have no row yet, in order, and points that it had before them. */
  points: readonly Point[]
  before: number
  ready: boolean
  lastBegun: number
  since: number
  /** When it began those that it will return next. */
  busySince: number
}

/** Evaluates points on worker threads, which store their rows; a point that takes too long or too much memory fails, the others go on. */
export class Pool {
  readonly #crew = new Set<Crew>()
  readonly #columns: RowColumns
  // Runners of one plan must differ
  readonly #random = new Random(randomInt(2 ** 31))
  #queue = new PointQueue([], 1)
  #share = 1
  #watch: NodeJS.Timeout | undefined
  #settle: { readonly resolve: () => void; readonly reject: (error: unknown) => void } | undefined
  #onRows: (rows: RowBatch) => void = () => {}
  #missing = 0

  constructor(
    readonly job: Job,
    readonly place: ResultsPlace,
    readonly options: PoolOptions,
  ) {
    this.#columns = new RowColumns(job)
  }

  /** Evaluates points; `onRows` gets every row once, in any order. */
  async evaluate(points: readonly Point[], onRows: (rows: RowBatch) => void): Promise<void> {
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
    const crew = [...this.#crew]
    this.#crew.clear()
    await Promise.all(
      crew.map(async ({ worker, state }) => {
        while (!state.close()) await setTimeout(CLOSE_MS)
        await worker.terminate()
      }),
    )
  }

  #hire(taker: number): void {
    // Options of the process, such as those of a test runner, are not for the workers
    const state = new WorkerState()
    const workerData: WorkerSetup = { job: this.job, place: this.place, shared: state.buffer }
    const resourceLimits = {
      maxOldGenerationSizeMb: this.options.memoryMb,
      maxYoungGenerationSizeMb: YOUNG_MB,
    }
    const worker = new Worker(WORKER, { workerData, resourceLimits, execArgv: [] })
    const now = Date.now()
    const member: Crew = {
      ...{ worker, taker, state, points: [], before: 0, ready: false, lastBegun: 0 },
      ...{ since: now, busySince: now },
    }
    this.#crew.add(member)
    worker.on('message', (message: WorkerMessage) => this.#hear(member, message))
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
    const waiting = member.before + member.points.length - member.state.begun
    // One long point ahead of another would wait where a second worker has nothing to do
    if (count === 1 ? member.points.length > 0 : waiting >= count) return
    if (member.points.length === 0) member.busySince = Date.now()
    const share = this.#queue.take(member.taker, count)
    member.points = [...member.points, ...share]
    const batch = packPoints(this.#columns, share)
    member.worker.postMessage(batch, [batch.idEnds.buffer, batch.fidelities.buffer, batch.parameters.buffer])
  }

  #hear(member: Crew, message: WorkerMessage): void {
    if (!this.#crew.has(member)) return
    if (message.is === 'refused') {
      this.#settle?.reject(new StorageError(message.path, message))
      return
    }
    const now = Date.now()
    member.ready = true
    member.since = now
    if (message.is === 'stored') this.#receive(member, now, message.rows)
    member.busySince = now
    this.#give(member)
  }

  #receive(member: Crew, now: number, rows: PackedRows): void {
    const count = rows.kinds.length
    const seconds = Math.max(now - member.busySince, 1) / 1000
    const share = Math.min(SHARE_MAX, 4 * this.#share, Math.round((count * SHARE_SECONDS) / seconds))
    this.#share = Math.max(1, share)
    const ids = member.points.slice(0, count).map(({ id }) => id)
    member.points = member.points.slice(count)
    member.before += count
    this.#hand({ ids, ...rows })
  }

  #hand(rows: RowBatch): void {
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

  /** Looks for workers that will soon have nothing to do, and for those whose point takes too long. */
  #check(): void {
    const now = Date.now()
    for (const member of this.#crew) {
      this.#give(member)
      const { begun, isStoring } = member.state
      if (begun !== member.lastBegun || isStoring || (member.ready && member.points.length === 0)) {
        member.lastBegun = begun
        member.since = now
      }
      const limit = member.ready ? this.options.timeoutSeconds : START_SECONDS
      if (now - member.since <= 1000 * limit || !member.state.close()) continue
      void member.worker.terminate()
      if (!member.ready) this.#settle?.reject(new StartError(`it took more than ${limit} s`))
      else this.#lose(member, `it took more than ${limit} s`)
    }
  }

  /** A worker is gone: the point it was at fails, the others are given to a new one. */
  #lose(member: Crew, reason: string): void {
    if (!this.#crew.delete(member)) return
    const at = Math.max(0, member.state.begun - member.before - 1)
    const culprit = member.points[at]
    // Rows that were ready but not handed over are evaluated again
    this.#queue.giveBack(member.points.filter((_, i) => i !== at))
    if (culprit) {
      const { id, fidelity, parameters } = culprit
      const rows: Row[] = [{ id, fidelity, parameters, status: 'failed', reason }]
      try {
        storeRows(this.place, this.#columns, rows)
        this.#hand(packRows(this.#columns, rows))
      } catch (error) {
        this.#settle?.reject(error)
      }
    }
    if (this.#missing > 0) this.#hire(member.taker)
  }
}
