import { parentPort, workerData } from 'node:worker_threads'
import type { Point } from '../point/point.js'
import type { Row } from '../point/row.js'
import { writeRows } from '../point/row-batch.js'
import { RowColumns } from '../point/row-columns.js'
import { type Job, openEvaluator } from './job.js'

/** What a worker is started with. */
export interface WorkerSetup {
  readonly job: Job
  /** Number of points begun, for the pool's watch. */
  readonly begun: Int32Array
}

const { job, begun } = workerData as WorkerSetup
const evaluator = await openEvaluator(job)
const columns = new RowColumns(job)
const port = parentPort!

/** Rows are handed over at least this often, so that little is lost with a worker. */
const HAND_OVER_MS = 250

port.on('message', async (points: readonly Point[]) => {
  let rows: Row[] = []
  let since = Date.now()
  for (const [i, point] of points.entries()) {
    Atomics.add(begun, 0, 1)
    rows.push(await evaluator.evaluate(point))
    if (i < points.length - 1 && Date.now() - since < HAND_OVER_MS) continue
    const batch = writeRows(columns, rows)
    port.postMessage(batch, [batch.values.buffer, batch.kinds.buffer, batch.text.buffer])
    rows = []
    since = Date.now()
  }
})
// The first message, without rows, says that it is ready
port.postMessage(writeRows(columns, []))
