import type { Point } from '../point/point.js'
import { numbersIn, type RowBatch, type RowNumbers, reasonsIn } from '../point/row-batch.js'
import type { RowColumns } from '../point/row-columns.js'

/** Shares of a worker of which rows are missing. Rows come in the order of the points, of part of a share or of several ones at a time. */
export class OpenShares {
  readonly #shares: { readonly points: readonly Point[]; readonly rows: RowNumbers }[] = []
  /** Points of the first share that have rows. */
  #done = 0

  constructor(readonly columns: RowColumns) {}

  /** @param rows - where those of the points will be */
  add(points: readonly Point[], rows: RowNumbers): void {
    this.#shares.push({ points, rows })
  }

  /** Points without a row, in order. */
  get points(): Point[] {
    return this.#shares.flatMap(({ points }) => points).slice(this.#done)
  }

  /**
   * The next points have rows.
   *
   * @param reasons - by row, of those that have one
   */
  finish(count: number, reasons: ReadonlyMap<number, string>): RowBatch[] {
    const batches: RowBatch[] = []
    for (let told = 0; told < count; ) {
      const { points, rows } = this.#shares[0]
      const from = this.#done
      const to = Math.min(from + count - told, points.length)
      batches.push({
        ids: points.slice(from, to).map(({ id }) => id),
        ...numbersIn(this.columns, rows, from, to),
        reasons: reasonsIn(reasons, told, told + to - from),
      })
      told += to - from
      this.#done = to
      if (to === points.length) {
        this.#shares.shift()
        this.#done = 0
      }
    }
    return batches
  }
}
