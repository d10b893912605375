import { setImmediate } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { packRow, reasonOf } from '../point/row-batch.js'
import { RowColumns } from '../point/row-columns.js'
import { RowText } from '../point/row-text.js'
import { pointAt, type Share } from '../point/share.js'
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

/** What a worker says: that it is ready, how many more rows it has stored, or why it cannot store them. */
export type WorkerMessage =
  | { readonly is: 'ready' }
  | {
      readonly is: 'stored'
      readonly count: number
      /** By row, of those that have one. */
      readonly reasons: ReadonlyMap<number, string>
    }
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
const port = parentPort!

/** Rows are stored after the point during which so much time has passed or so much text has come together: little is lost with a worker. */
const STORE_MS = 500
const STORE_BYTES = 8 * 2 ** 20

// With room from the start: when it grew, the garbage collector would look through the heap once more
const text = new RowText(2 * STORE_BYTES)

/** Shares that came and are not begun, and whether a loop takes them. */
const shares: Share[] = []
let works = false
/** Rows that are not stored, and their reasons. */
let count = 0
let reasons = new Map<number, string>()
/** When rows were stored last. */
let storedAt = Date.now()

async function work(): Promise<void> {
  for (let share = shares.shift(); share !== undefined; share = shares.shift()) {
    for (let i = 0; i < share.kinds.length; i++) {
      state.begin()
      const row = await evaluator.evaluate(pointAt(columns, share, i))
      packRow(columns, row, share, i)
      const reason = reasonOf(row)
      if (reason !== undefined) reasons.set(count, reason)
      text.add(row)
      count++
      if (text.bytes >= STORE_BYTES || Date.now() - storedAt >= STORE_MS) store()
    }
    // Shares that came meanwhile are told now
    await setImmediate()
  }
  store()
}

function store(): void {
  if (count === 0) return
  state.store(count, () => storeText(place, [text.take()]))
  const message: WorkerMessage = { is: 'stored', count, reasons }
  port.postMessage(message)
  count = 0
  reasons = new Map()
  storedAt = Date.now()
}

function refuse(error: unknown): void {
  if (!(error instanceof StorageError)) throw error
  const { code, message } = error.cause as NodeJS.ErrnoException
  const refused: WorkerMessage = { is: 'refused', path: error.where, code, message }
  port.postMessage(refused)
}

port.on('message', async (share: Share) => {
  shares.push(share)
  if (works) return
  works = true
  storedAt = Date.now()
  await work().catch(refuse)
  works = false
})
const ready: WorkerMessage = { is: 'ready' }
port.postMessage(ready)
