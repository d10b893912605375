import type { Point } from '../point/point.js'
import type { RowTable } from '../point/row-table.js'
import type { Plan } from './plan-folder.js'
import { Pool, type PoolOptions } from './pool.js'
import { newRunner, StoredRows } from './result-files.js'

/** How a run goes on. */
export interface RunOptions extends PoolOptions {
  /** Told the rows that there are now. */
  readonly onProgress?: (rows: RowTable) => void
  /** Ends the run early; what was stored stays. */
  readonly signal?: AbortSignal
}

/** Rows of other runners are looked for this often. */
const LOOK_MS = 500

/** Evaluates points and stores their rows; points that have one, be it of another runner in the same folder, are not evaluated again. */
export class Runner {
  /** Rows by point. */
  readonly rows: RowTable
  readonly #stored: StoredRows
  readonly #pool: Pool
  #lookedAt = 0
  /** Runners that begin together begin at different places: after so large a part of what is missing, each time, so that workers keep to what they know. */
  readonly #start = Math.random()
  /** All rows are its own, of runs that ended well: points that it is given have none, and need not be looked for among hundreds of thousands. */
  #isAlone: boolean

  constructor(
    readonly plan: Plan,
    readonly options: RunOptions,
  ) {
    const runner = newRunner()
    this.#stored = new StoredRows(plan, runner)
    this.rows = this.#stored.read()
    this.#isAlone = this.rows.size === 0
    this.#pool = new Pool(plan.job, { folder: plan.folder, runner }, options)
  }

  /**
   * When it is done, `rows` has a row of every point.
   *
   * @param points - each once, and none that it was given before
   */
  async run(points: readonly Point[]): Promise<void> {
    const missing = this.#isAlone ? points : points.filter(({ id }) => !this.rows.has(id))
    const start = Math.floor(this.#start * missing.length)
    try {
      await this.#pool.evaluate([...missing.slice(start), ...missing.slice(0, start)], (rows) => {
        this.options.signal?.throwIfAborted()
        if (this.#isAlone) this.rows.append(rows)
        else this.rows.addBatch(rows)
        if (Date.now() - this.#lookedAt >= LOOK_MS) this.#look()
        this.options.onProgress?.(this.rows)
      })
    } catch (error) {
      this.#isAlone = false
      throw error
    }
    this.#look()
  }

  async close(): Promise<void> {
    await this.#pool.close()
  }

  /** Takes what other runners have stored. */
  #look(): void {
    this.#lookedAt = Date.now()
    const own = this.rows.size
    if (this.#stored.read().size === own) return
    this.#isAlone = false
    this.#pool.leaveOut(({ id }) => this.rows.has(id))
  }
}
