import type { Point } from '../point/point.js'
import type { Row } from '../point/row.js'
import type { Plan } from './plan-folder.js'
import { Pool, type PoolOptions } from './pool.js'
import { readRows, storeRows } from './result-files.js'

/** How a run goes on. */
export interface RunOptions extends PoolOptions {
  /** Told the number of rows that there are now. */
  readonly onProgress?: (rows: ReadonlyMap<string, Row>) => void
  /** Ends the run early; what was stored stays. */
  readonly signal?: AbortSignal
}

/** Rows are written at least this often. */
const STORE_MS = 500

/** Evaluates points and stores their rows; points that have one are not evaluated again. */
export class Runner {
  /** Rows by point. */
  readonly rows: Map<string, Row>
  readonly #pool: Pool
  #drafts: Row[] = []
  #stored = 0

  constructor(
    readonly plan: Plan,
    readonly options: RunOptions,
  ) {
    this.rows = readRows(plan.folder)
    this.#pool = new Pool(plan.job, options)
  }

  async run(points: readonly Point[]): Promise<Row[]> {
    const missing = points.filter(({ id }) => !this.rows.has(id))
    await this.#pool.evaluate(missing, (rows) => {
      this.options.signal?.throwIfAborted()
      for (const row of rows) this.rows.set(row.id, row)
      this.#drafts.push(...rows)
      if (Date.now() - this.#stored >= STORE_MS) this.#store()
      this.options.onProgress?.(this.rows)
    })
    this.#store()
    return points.map(({ id }) => this.rows.get(id)!)
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
