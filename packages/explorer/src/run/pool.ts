import { randomInt } from 'node:crypto'
import type { Point } from '../point/point.js'
import type { Row } from '../point/row.js'
import { packRows, type RowBatch } from '../point/row-batch.js'
import { RowColumns } from '../point/row-columns.js'
import { Random } from '../search/random.js'
import { StorageError } from './atomic-file.js'
import { CrewMember } from './crew-member.js'
import type { Job } from './job.js'
import { PointQueue } from './point-queue.js'
import { type ResultsPlace, storeRows } from './result-files.js'
import { StartError } from './start-error.js'
import type { WorkerMessage } from './worker.js'

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
/** Time for a worker to read the networks. */
const START_SECONDS = 60

/** Evaluates points on worker threads, which store their rows; a point that takes too long or too much memory fails, the others go on. */
export class Pool {
  readonly #crew = new Set<CrewMember>()
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
    const takers = new Set([...this.#crew].map(({ taker }) => taker))
    for (let taker = 0; taker < Math.min(this.options.jobs, points.length); taker++)
      if (!takers.has(taker)) this.#hire(taker)
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
    await Promise.all(crew.map((member) => member.end()))
  }

  #hire(taker: number): void {
    const { memoryMb } = this.options
    const member = new CrewMember(taker, { job: this.job, place: this.place }, this.#columns, memoryMb)
    this.#crew.add(member)
    member.worker.on('message', (message: WorkerMessage) => this.#hear(member, message))
    member.worker.on('error', (error: NodeJS.ErrnoException) => {
      const memory = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      if (member.isReady) this.#lose(member, memory ? `it took more than ${memoryMb} MB` : String(error))
      else
        this.#settle?.reject(new StartError(memory ? `${memoryMb} MB are not enough` : error.message, error))
    })
  }

  #give(member: CrewMember): void {
    const { left } = this.#queue
    if (!member.isReady || left === 0) return
    const count = Math.min(this.#share, Math.ceil(left / (2 * this.options.jobs)))
    // One long point ahead of another would wait where a second worker has nothing to do
    if (count === 1 ? !member.isIdle : member.waiting >= count) return
    member.give(this.#queue.take(member.taker, count))
  }

  #hear(member: CrewMember, message: WorkerMessage): void {
    if (!this.#crew.has(member)) return
    if (message.is === 'refused') {
      // What it had is lost with it: its next rows would not be those of its first points
      this.#crew.delete(member)
      void member.end()
      this.#settle?.reject(new StorageError(message.path, message))
      return
    }
    member.isReady = true
    if (message.is === 'stored') this.#receive(member, message.count, message.reasons)
    member.wake()
    this.#give(member)
  }

  #receive(member: CrewMember, count: number, reasons: ReadonlyMap<number, string>): void {
    const { batches, perSecond } = member.finish(count, reasons)
    this.#share = Math.max(1, Math.min(SHARE_MAX, 4 * this.#share, Math.round(perSecond * SHARE_SECONDS)))
    for (const rows of batches) this.#hand(rows)
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
    for (const member of this.#crew) {
      this.#give(member)
      const limit = member.isReady ? this.options.timeoutSeconds : START_SECONDS
      if (member.stillFor() <= 1000 * limit || !member.tryEnd()) continue
      if (member.isReady) this.#lose(member, `it took more than ${limit} s`)
      else {
        this.#crew.delete(member)
        this.#settle?.reject(new StartError(`it took more than ${limit} s`))
      }
    }
  }

  /** A worker is gone: the point it was at fails, the others are given to a new one. */
  #lose(member: CrewMember, reason: string): void {
    if (!this.#crew.delete(member)) return
    // Rows that were ready but not stored are evaluated again
    const { at, others } = member.rest()
    this.#queue.giveBack(others)
    if (at !== undefined) {
      const { id, fidelity, parameters } = at
      const rows: Row[] = [{ id, fidelity, parameters, status: 'failed', reason }]
      try {
        storeRows(this.place, rows)
        this.#hand(packRows(this.#columns, rows))
      } catch (error) {
        this.#settle?.reject(error)
      }
    }
    if (this.#missing > 0) this.#hire(member.taker)
  }
}
