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
  /** Of each row that is not `ok`, in order. */
  readonly reasons: readonly (string | undefined)[]
}

/** Rows on their way from a worker: who gave it the points knows their ids. */
export type PackedRows = Omit<RowBatch, 'ids'>

/** Rows as numbers for the table, and their lines of JSON in UTF-8 for the disk. */
export interface WrittenRows extends PackedRows {
  /** Until the next row is written. */
  readonly text: Uint8Array
}

/** Packs rows. */
export function packRows(columns: RowColumns, rows: readonly Row[]): RowBatch {
  const { width } = columns
  const values = new Float64Array(width * rows.length)
  for (const [i, row] of rows.entries()) packRow(columns, row, values, i * width)
  return {
    ids: rows.map(({ id }) => id),
    values,
    kinds: Uint8Array.from(rows, kindOf),
    reasons: rows.filter(({ status }) => status !== 'ok').map(reasonOf),
  }
}

function packRow(columns: RowColumns, row: Row, into: Float64Array, at: number): void {
  into.fill(Number.NaN, at, at + columns.width)
  columns.packParameters(row.parameters, into, at)
  if (isDone(row)) columns.packFigures(row.metrics, row.networks, into, at)
}

function reasonOf(row: Row): string | undefined {
  return 'reason' in row ? row.reason : undefined
}

/** Packs rows as they come, with their text: while rows wait to be handed over there are no objects of them for the garbage collector to move. */
export class RowWriter {
  #kinds: number[] = []
  #reasons: (string | undefined)[] = []
  #values = new Float64Array(0)
  #text = new Uint8Array(0)
  #textBytes = 0
  readonly #encoder = new TextEncoder()

  constructor(readonly columns: RowColumns) {}

  add(row: Row): void {
    const { width } = this.columns
    const at = this.#kinds.length * width
    if (at + width > this.#values.length)
      this.#values = grown(this.#values, new Float64Array(2 * (at + width)))
    packRow(this.columns, row, this.#values, at)
    const json = JSON.stringify(row)
    const bytesMost = this.#textBytes + UTF8_BYTES_MOST * json.length + 1
    if (bytesMost > this.#text.length) this.#text = grown(this.#text, new Uint8Array(2 * bytesMost))
    this.#textBytes += this.#encoder.encodeInto(json, this.#text.subarray(this.#textBytes)).written
    this.#text[this.#textBytes++] = LINE_FEED
    this.#kinds.push(kindOf(row))
    if (row.status !== 'ok') this.#reasons.push(reasonOf(row))
  }

  /** The rows since the last time. */
  take(): WrittenRows {
    const batch = {
      values: this.#values.slice(0, this.#kinds.length * this.columns.width),
      kinds: Uint8Array.from(this.#kinds),
      reasons: this.#reasons,
      text: this.#text.subarray(0, this.#textBytes),
    }
    this.#kinds = []
    this.#reasons = []
    this.#textBytes = 0
    return batch
  }
}

const LINE_FEED = 10
/** Bytes in UTF-8 that a unit of a string can take. */
const UTF8_BYTES_MOST = 3

function grown<T extends Float64Array | Uint8Array>(from: T, into: T): T {
  into.set(from)
  return into
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
