import type { MetricName } from '../space/metrics.js'
import type { ParameterName } from '../space/schema.js'
import type { Row } from './row.js'
import {
  fidelityOfKind,
  numbersIn,
  packRows,
  type RowBatch,
  type RowNumbers,
  reasonsIn,
  statusOfKind,
} from './row-batch.js'
import { RowColumns, type RowShape } from './row-columns.js'

/** Rows of one plan by point, kept as numbers: half a kilobyte each with three networks. */
export class RowTable {
  readonly columns: RowColumns
  readonly #ids: string[] = []
  /** The numbers of the rows in order, and of each batch its first place. */
  readonly #batches: RowNumbers[] = []
  readonly #starts: number[] = []
  /** By place, of rows that have one. */
  readonly #reasons = new Map<number, string>()
  /** Each text once. */
  readonly #texts = new Map<string, string>()
  /** Places by id, of the first rows only: see #index. */
  readonly #indexed = new Map<string, number>()

  constructor(shape: RowShape) {
    this.columns = new RowColumns(shape)
  }

  get size(): number {
    return this.#ids.length
  }

  has(id: string): boolean {
    return this.#index().has(id)
  }

  /** Place of a point's row; undefined when it has none. */
  placeOf(id: string): number | undefined {
    return this.#index().get(id)
  }

  get(id: string): Row | undefined {
    const place = this.placeOf(id)
    return place === undefined ? undefined : this.at(place)
  }

  at(place: number): Row {
    const [{ values }, index] = this.#numbers(place)
    const at = index * this.columns.width
    const status = this.statusAt(place)
    const point = {
      ...{ id: this.#ids[place], fidelity: this.fidelityAt(place) },
      parameters: this.columns.parameters(values, at),
    }
    const reason = this.#reasons.get(place)
    if (status === 'failed') return { ...point, status, reason: reason! }
    const [metrics, networks] = [this.columns.metrics(values, at), this.columns.networks(values, at)]
    return { ...point, status, ...(reason !== undefined && { reason }), metrics, networks }
  }

  idAt(place: number): string {
    return this.#ids[place]
  }

  statusAt(place: number): Row['status'] {
    return statusOfKind(this.#kindAt(place))
  }

  fidelityAt(place: number): Row['fidelity'] {
    return fidelityOfKind(this.#kindAt(place))
  }

  /** A parameter or metric of a row; NaN for the metrics of one that failed. */
  numberAt(place: number, name: ParameterName | MetricName): number {
    const [{ values }, index] = this.#numbers(place)
    return values[index * this.columns.width + this.columns.columnOf(name)]
  }

  /** Adds rows. Two runners may differ where the machine decided: a point that succeeded somewhere has succeeded. */
  add(rows: readonly Row[]): void {
    // Rows with other parameters are of a space that had its results in the same folder
    const fitting = rows.filter(({ parameters }) => this.columns.fit(parameters))
    this.addBatch(packRows(this.columns, fitting))
  }

  /** Adds rows that are numbers already, see add; the batch belongs to the table from now on. */
  addBatch(batch: RowBatch): void {
    const { ids, kinds, reasons } = batch
    const fresh = new Map<string, number>()
    for (const [row, id] of ids.entries()) {
      const place = this.placeOf(id)
      const before = fresh.get(id)
      if (place !== undefined) {
        if (this.statusAt(place) === 'failed') this.#replace(place, batch, row)
      } else if (before === undefined || statusOfKind(kinds[before]) === 'failed') fresh.set(id, row)
    }
    for (const [from, to] of spansOf([...fresh.values()])) {
      const numbers = numbersIn(this.columns, batch, from, to)
      this.append({ ids: ids.slice(from, to), ...numbers, reasons: reasonsIn(reasons, from, to) })
    }
  }

  /** Adds rows of points that have none yet; see addBatch. */
  append({ ids, values, kinds, reasons }: RowBatch): void {
    const start = this.size
    this.#starts.push(start)
    this.#batches.push({ values, kinds })
    for (const id of ids) this.#ids.push(id)
    for (const [i, reason] of reasons) this.#reasons.set(start + i, this.#once(reason))
  }

  #replace(place: number, batch: RowBatch, row: number): void {
    const [own, index] = this.#numbers(place)
    const { values, kinds } = numbersIn(this.columns, batch, row, row + 1)
    own.values.set(values, index * this.columns.width)
    own.kinds.set(kinds, index)
    const reason = batch.reasons.get(row)
    if (reason === undefined) this.#reasons.delete(place)
    else this.#reasons.set(place, this.#once(reason))
  }

  /** Places by id. Brought up to date when it is asked for: while a run adds rows by the hundred thousand, nobody asks. */
  #index(): ReadonlyMap<string, number> {
    const places = this.#indexed
    while (places.size < this.size) {
      const place = places.size
      places.set(this.#ids[place], place)
      if (places.size === place) throw new Error(`two rows of point ${this.#ids[place]}`)
    }
    return places
  }

  /** The batch that holds a row, and its place there. */
  #numbers(place: number): [batch: RowNumbers, index: number] {
    let [low, high] = [0, this.#starts.length]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (this.#starts[middle] <= place) low = middle
      else high = middle
    }
    return [this.#batches[low], place - this.#starts[low]]
  }

  #kindAt(place: number): number {
    const [{ kinds }, index] = this.#numbers(place)
    return kinds[index]
  }

  #once(text: string): string {
    const known = this.#texts.get(text)
    if (known === undefined) this.#texts.set(text, text)
    return known ?? text
  }
}

/** Numbers that follow each other, as spans. */
function* spansOf(numbers: readonly number[]): Generator<[from: number, to: number]> {
  for (let i = 0; i < numbers.length; ) {
    const from = numbers[i]
    let to = from + 1
    while (numbers[++i] === to) to++
    yield [from, to]
  }
}
