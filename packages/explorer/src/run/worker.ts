import { setImmediate } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { type PointBatch, pointAt } from '../point/point-batch.js'
import { type PackedRows, RowWriter } from '../point/row-batch.js'
import { RowColumns } from '../point/row-columns.js'
import { StorageError } from './atomic-file.js'
import { type Job, openEvaluator } from './job.js'
import { type ResultsPlace, storeText } from './result-files.js'
import { WorkerState } from './worker-state.js'

/** What a worker is started with. */
export interface WorkerSetup {
  readonly job: Job
  readonly place: ResultsPlace
  /** Memory of its state. */
  readonly shared: SharedArrayBuffer
}

/** What a worker says: that it is ready, which rows it has stored, or why it cannot store them. */
export type WorkerMessage =
  | { readonly is: 'ready' }
  | { readonly is: 'stored'; readonly rows: PackedRows }
  | {
      readonly is: 'refused'
      readonly path: string
      readonly code: string | undefined
      readonly message: string
    }

const { job, place, shared } = workerData as WorkerSetup
const state = new WorkerState(shared)
const evaluator = await openEvaluator(job)
const columns = new RowColumns(job)
const writer = new RowWriter(columns)
const port = parentPort!

/** Rows are stored after the point during which so much time has passed, so that little is lost with a worker. */
const STORE_MS = 500

/** Shares that came and are not begun, and whether a loop takes them. */
const shares: PointBatch[] = []
let works = false
/** When rows were stored last. */
let storedAt = Date.now()

async function work(): Promise<void> {
  for (let share = shares.shift(); share !== undefined; share = shares.shift()) {
    for (let i = 0; i < share.fidelities.length; i++) {
      state.begin()
      writer.add(await evaluator.evaluate(pointAt(columns, share, i)))
      if (Date.now() - storedAt >= STORE_MS) store()
    }
    // Shares that came meanwhile are told now
    await setImmediate()
  }
  store()
}

function store(): void {
  const { text, ...rows } = writer.take()
  if (rows.kinds.length === 0) return
  state.store(rows.kinds.length, () => storeText(place, [text]))
  const message: WorkerMessage = { is: 'stored', rows }
  port.postMessage(message, [rows.values.buffer, rows.kinds.buffer])
  storedAt = Date.now()
}

function refuse(error: unknown): void {
  if (!(error instanceof StorageError)) throw error
  const { code, message } = error.cause as NodeJS.ErrnoException
  const refused: WorkerMessage = { is: 'refused', path: error.where, code, message }
  port.postMessage(refused)
}

port.on('message', async (share: PointBatch) => {
  shares.push(share)
  if (works) return
  works = true
  storedAt = Date.now()
  await work().catch(refuse)
  works = false
})
const ready: WorkerMessage = { is: 'ready' }
port.postMessage(ready)
