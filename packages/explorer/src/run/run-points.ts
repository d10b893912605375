import type { Point } from '../point/point.js'
import type { WrittenBatch } from '../point/row-batch.js'
import type { RowTable } from '../point/row-table.js'
import type { Plan } from './plan-folder.js'
import { Pool, type PoolOptions } from './pool.js'
import { readRows, storeRows } from './result-files.js'

/** How a run goes on. */
export interface RunOptions extends PoolOptions {
  /** Told the rows that there are now. */
  readonly onProgress?: (rows: RowTable) => void
  /** Ends the run early; what was stored stays. */
  readonly signal?: AbortSignal
}

/** Rows are written at least this often. */
const STORE_MS = 500

/** Evaluates points and stores their rows; points that have one are not evaluated again. */
export class Runner {
  /** Rows by point. */
  readonly rows: RowTable
  readonly #pool: Pool
  #drafts: WrittenBatch[] = []
  #stored = 0

  constructor(
    readonly plan: Plan,
    readonly options: RunOptions,
  ) {
    this.rows = readRows(plan)
    this.#pool = new Pool(plan.job, options)
  }

  /** When it is done, `rows` has a row of every point. */
  async run(points: readonly Point[]): Promise<void> {
    const missing = points.filter(({ id }) => !this.rows.has(id))
    await this.#pool.evaluate(missing, (batch) => {
      this.options.signal?.throwIfAborted()
      this.rows.addBatch(batch)
      this.#drafts.push(batch)
      if (Date.now() - this.#stored >= STORE_MS) this.#store()
      this.options.onProgress?.(this.rows)
    })
    this.#store()
  }

  async close(): Promise<void> {
    await this.#pool.close()
  }

  #store(): void {
    storeRows(this.plan.folder, this.#drafts)
    this.#drafts = []
    this.#stored = Date.now()
  }
}
