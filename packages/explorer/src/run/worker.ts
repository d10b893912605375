import { parentPort, workerData } from 'node:worker_threads'
import { type PointBatch, pointAt } from '../point/point-batch.js'
import { RowWriter } from '../point/row-batch.js'
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
const rows = new RowWriter(columns)
const port = parentPort!

/** Rows are handed over at least this often, so that little is lost with a worker. */
const HAND_OVER_MS = 100

async function evaluateShare(points: PointBatch): Promise<void> {
  const count = points.fidelities.length
  let since = Date.now()
  for (let i = 0; i < count; i++) {
    Atomics.add(begun, 0, 1)
    rows.add(await evaluator.evaluate(pointAt(columns, points, i)))
    if (i < count - 1 && Date.now() - since < HAND_OVER_MS) continue
    const batch = rows.take()
    port.postMessage(batch, [batch.values.buffer, batch.kinds.buffer, batch.text.buffer])
    since = Date.now()
  }
}

/** One share is evaluated after the other; the next one may be here before. */
let done = Promise.resolve()
port.on('message', (points: PointBatch) => {
  done = done.then(() => evaluateShare(points))
})
// The first message, without rows, says that it is ready
port.postMessage(rows.take())
