import { FIDELITIES } from '../space/schema.js'
import { isDone, type Row, STATUSES } from './row.js'
import type { RowColumns } from './row-columns.js'

/** Rows as numbers. */
export interface RowBatch {
  readonly ids: readonly string[]
  /** Of each row its columns, NaN where it failed. */
  readonly values: Float64Array<ArrayBuffer>
  /** Of each row its status and fidelity. */
  readonly kinds: Uint8Array<ArrayBuffer>
  /** Of each row; undefined where it is `ok`. */
  readonly reasons: readonly (string | undefined)[]
}

/** Rows on their way from a worker: numbers for the table, and their lines of JSON in UTF-8 for the disk. */
export interface WrittenBatch extends RowBatch {
  readonly text: Uint8Array<ArrayBuffer>
}

/** Packs rows. */
export function packRows(columns: RowColumns, rows: readonly Row[]): RowBatch {
  const { width } = columns
  const values = new Float64Array(width * rows.length).fill(Number.NaN)
  for (const [i, row] of rows.entries()) {
    columns.packParameters(row.parameters, values, i * width)
    if (isDone(row)) columns.packFigures(row.metrics, row.networks, values, i * width)
  }
  return {
    ids: rows.map(({ id }) => id),
    values,
    kinds: Uint8Array.from(rows, kindOf),
    reasons: rows.map((row) => ('reason' in row ? row.reason : undefined)),
  }
}

/** Packs rows with their text. */
export function writeRows(columns: RowColumns, rows: readonly Row[]): WrittenBatch {
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  return { ...packRows(columns, rows), text: new TextEncoder().encode(text) }
}

/** Status and fidelity as one number. */
function kindOf({ status, fidelity }: Row): number {
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
