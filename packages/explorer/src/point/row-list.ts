import { costOf, type MetricName } from '../space/metrics.js'
import type { ParameterName } from '../space/schema.js'
import { type DoneRow, isDone, type Row } from './row.js'
import type { RowTable } from './row-table.js'

/** Some rows of a table in an order of their own; each is made when it is asked for. */
export class RowList implements Iterable<Row> {
  constructor(
    readonly table: RowTable,
    readonly places: readonly number[],
  ) {}

  get length(): number {
    return this.places.length
  }

  *[Symbol.iterator](): Generator<Row> {
    for (const place of this.places) yield this.table.at(place)
  }

  /** Rows with one of some statuses. */
  of(...statuses: readonly Row['status'][]): RowList {
    return new RowList(
      this.table,
      this.places.filter((place) => statuses.includes(this.table.statusAt(place))),
    )
  }

  /** Ids in the list's order. */
  ids(): string[] {
    return this.places.map((place) => this.table.idAt(place))
  }

  /** A parameter or metric of every row. */
  numbers(name: ParameterName | MetricName): Float64Array {
    return Float64Array.from(this.places, (place) => this.table.numberAt(place, name))
  }

  /** Costs of every row, less is better: infinite when it failed or breaks a limit. */
  costs(objectives: readonly MetricName[]): number[][] {
    return this.places.map((place) => costsAt(this.table, place, objectives))
  }

  /** The row of one of the list's places, which must not have failed. */
  done(index: number): DoneRow {
    const row = this.table.at(this.places[index])
    if (!isDone(row)) throw new RangeError(`row ${row.id} failed`)
    return row
  }
}

/** Costs of the row at a place of a table: infinite when it failed or breaks a limit. */
export function costsAt(table: RowTable, place: number, objectives: readonly MetricName[]): number[] {
  const ok = table.statusAt(place) === 'ok'
  return objectives.map((metric) =>
    ok ? costOf(metric, table.numberAt(place, metric)) : Number.POSITIVE_INFINITY,
  )
}
