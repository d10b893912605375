import { FIDELITIES } from '../space/schema.js'
import { isDone, type Row, STATUSES } from './row.js'
import type { RowColumns } from './row-columns.js'

/** The numbers of rows. */
export interface RowNumbers {
  /** Of each row its columns; metrics and those of networks are not a number where it failed. */
  readonly values: Float64Array
  /** Of each row its status and fidelity. */
  readonly kinds: Uint8Array
}

/** Rows as numbers. */
export interface RowBatch extends RowNumbers {
  readonly ids: readonly string[]
  /** By row, of those that have one. */
  readonly reasons: ReadonlyMap<number, string>
}

/** Packs rows. */
export function packRows(columns: RowColumns, rows: readonly Row[]): RowBatch {
  const values = new Float64Array(columns.width * rows.length)
  const kinds = new Uint8Array(rows.length)
  const reasons = new Map<number, string>()
  for (const [i, row] of rows.entries()) {
    packRow(columns, row, { values, kinds }, i)
    const reason = reasonOf(row)
    if (reason !== undefined) reasons.set(i, reason)
  }
  return { ids: rows.map(({ id }) => id), values, kinds, reasons }
}

/** Packs a row to its place among others. */
export function packRow(columns: RowColumns, row: Row, { values, kinds }: RowNumbers, place: number): void {
  const at = place * columns.width
  columns.packParameters(row.parameters, values, at)
  if (isDone(row)) columns.packFigures(row.metrics, row.networks, values, at)
  else values.fill(Number.NaN, at + columns.shape.parameters.length, at + columns.width)
  kinds[place] = kindOf(row.status, row.fidelity)
}

/** Numbers of rows that follow each other, where they are. */
export function numbersIn(
  { width }: RowColumns,
  { values, kinds }: RowNumbers,
  from: number,
  to: number,
): RowNumbers {
  return { values: values.subarray(from * width, to * width), kinds: kinds.subarray(from, to) }
}

/** Reasons of rows that follow each other, the first of which is 0 then. */
export function reasonsIn(
  reasons: ReadonlyMap<number, string>,
  from: number,
  to: number,
): Map<number, string> {
  const own = new Map<number, string>()
  if (reasons.size === 0) return own
  for (let row = from; row < to; row++) {
    const reason = reasons.get(row)
    if (reason !== undefined) own.set(row - from, reason)
  }
  return own
}

/** Why a row is not `ok`. */
export function reasonOf(row: Row): string | undefined {
  return 'reason' in row ? row.reason : undefined
}

/** Status and fidelity as one number. */
export function kindOf(status: Row['status'], fidelity: Row['fidelity']): number {
  return STATUSES.indexOf(status) + STATUSES.length * FIDELITIES.indexOf(fidelity)
}

/** Status of a kind. */
export function statusOfKind(kind: number): Row['status'] {
  return STATUSES[kind % STATUSES.length]
}

/** Fidelity of a kind. */
export function fidelityOfKind(kind: number): Row['fidelity'] {
  return FIDELITIES[Math.floor(kind / STATUSES.length)]
}
