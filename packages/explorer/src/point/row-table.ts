import type { MetricName } from '../space/metrics.js'
import type { ParameterName } from '../space/schema.js'
import type { Row } from './row.js'
import { fidelityOfKind, packRows, type RowBatch, statusOfKind } from './row-batch.js'
import { RowColumns, type RowShape } from './row-columns.js'

/** Rows in a block of numbers. */
const BLOCK = 1024

/** Rows of one plan by point, kept as numbers: half a kilobyte each with three networks. */
export class RowTable {
  readonly columns: RowColumns
  readonly #places = new Map<string, number>()
  readonly #ids: string[] = []
  readonly #kinds: number[] = []
  readonly #reasons: (string | undefined)[] = []
  /** Each text once. */
  readonly #texts = new Map<string, string>()
  readonly #blocks: Float64Array[] = []

  constructor(shape: RowShape) {
    this.columns = new RowColumns(shape)
  }

  get size(): number {
    return this.#ids.length
  }

  has(id: string): boolean {
    return this.#places.has(id)
  }

  /** Place of a point's row; undefined when it has none. */
  placeOf(id: string): number | undefined {
    return this.#places.get(id)
  }

  get(id: string): Row | undefined {
    const place = this.#places.get(id)
    return place === undefined ? undefined : this.at(place)
  }

  at(place: number): Row {
    const [block, at] = this.#numbers(place)
    const status = this.statusAt(place)
    const point = {
      ...{ id: this.#ids[place], fidelity: this.fidelityAt(place) },
      parameters: this.columns.parameters(block, at),
    }
    const reason = this.#reasons[place]
    if (status === 'failed') return { ...point, status, reason: reason! }
    const [metrics, networks] = [this.columns.metrics(block, at), this.columns.networks(block, at)]
    return { ...point, status, ...(reason !== undefined && { reason }), metrics, networks }
  }

  idAt(place: number): string {
    return this.#ids[place]
  }

  statusAt(place: number): Row['status'] {
    return statusOfKind(this.#kinds[place])
  }

  fidelityAt(place: number): Row['fidelity'] {
    return fidelityOfKind(this.#kinds[place])
  }

  /** A parameter or metric of a row; NaN for the metrics of one that failed. */
  numberAt(place: number, name: ParameterName | MetricName): number {
    const [block, at] = this.#numbers(place)
    return block[at + this.columns.columnOf(name)]
  }

  /** Adds a row. Two runners may differ where the machine decided: a point that succeeded somewhere has succeeded. */
  add(row: Row): void {
    // Rows with other parameters are of a space that had its results in the same folder
    if (this.columns.fit(row.parameters)) this.addBatch(packRows(this.columns, [row]))
  }

  addBatch({ ids, values, kinds, reasons }: RowBatch): void {
    const { width } = this.columns
    let reason = 0
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i]
      const why = statusOfKind(kinds[i]) === 'ok' ? undefined : reasons[reason++]
      const known = this.#places.get(id)
      if (known !== undefined && this.statusAt(known) !== 'failed') continue
      const place = known ?? this.#ids.length
      this.#places.set(id, place)
      this.#ids[place] = id
      this.#kinds[place] = kinds[i]
      this.#reasons[place] = this.#once(why)
      if (place >= BLOCK * this.#blocks.length) this.#blocks.push(new Float64Array(BLOCK * width))
      const [block, at] = this.#numbers(place)
      for (let column = 0; column < width; column++) block[at + column] = values[i * width + column]
    }
  }

  #once(text: string | undefined): string | undefined {
    if (text === undefined) return undefined
    const known = this.#texts.get(text)
    if (known === undefined) this.#texts.set(text, text)
    return known ?? text
  }

  #numbers(place: number): [block: Float64Array, at: number] {
    return [this.#blocks[Math.floor(place / BLOCK)], (place % BLOCK) * this.columns.width]
  }
}
