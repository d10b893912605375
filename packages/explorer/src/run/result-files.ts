import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Row } from '../point/row.js'
import { RowTable } from '../point/row-table.js'
import { RowText } from '../point/row-text.js'
import { writeAtomically } from './atomic-file.js'
import type { Plan } from './plan-folder.js'
import { readJsonLines } from './stored-file.js'

/** Folder of the results inside a plan's folder. */
const FOLDER = 'results'

/** Where results go: the folder of a plan, and who puts them there. */
export interface ResultsPlace {
  readonly folder: string
  /** Of a runner; see newRunner. */
  readonly runner: string
}

/** A name that no other runner has. */
export function newRunner(): string {
  return randomBytes(8).toString('hex')
}

/**
 * Stores rows in a file of their own, which appears complete or not at all. Any number of runners may do so in one folder.
 *
 * @param text - their lines
 */
export function storeText({ folder, runner }: ResultsPlace, text: Iterable<Uint8Array>): void {
  const name = `${runner}-${randomBytes(4).toString('hex')}.jsonl`
  writeAtomically(join(folder, FOLDER, name), text)
}

/** Stores rows; see storeText. */
export function storeRows(place: ResultsPlace, rows: readonly Row[]): void {
  const text = new RowText()
  for (const row of rows) text.add(row)
  storeText(place, [text.take()])
}

/** All rows of a plan that are stored so far; a point that two runners evaluated is there once. */
export function readRows(plan: Pick<Plan, 'folder' | 'job'>): RowTable {
  return new StoredRows(plan).read()
}

/**
 * Rows of a plan while others store them: files never change, so each is read once. Those of one's own runner are not read: its workers tell their
 * rows, or they are evaluated again.
 */
export class StoredRows {
  readonly #folder: string
  readonly #table: RowTable
  readonly #read = new Set<string>()

  constructor(
    { folder, job }: Pick<Plan, 'folder' | 'job'>,
    readonly runner?: string,
  ) {
    this.#folder = join(folder, FOLDER)
    this.#table = new RowTable(job)
  }

  /** All rows that are there by now. */
  read(): RowTable {
    if (!existsSync(this.#folder)) return this.#table
    for (const name of readdirSync(this.#folder).sort()) {
      if (!name.endsWith('.jsonl') || this.#read.has(name)) continue
      if (this.runner !== undefined && name.startsWith(`${this.runner}-`)) continue
      this.#table.add(readJsonLines<Row>(join(this.#folder, name)))
      this.#read.add(name)
    }
    return this.#table
  }
}
