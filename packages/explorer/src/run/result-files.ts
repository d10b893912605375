import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Row } from '../point/row.js'
import type { WrittenBatch } from '../point/row-batch.js'
import { RowTable } from '../point/row-table.js'
import { writeAtomically } from './atomic-file.js'
import type { Plan } from './plan-folder.js'
import { readJsonLines } from './stored-file.js'

/** Folder of the results inside a plan's folder. */
const FOLDER = 'results'

/**
 * Stores rows in a file of their own, which appears complete or not at all. Any number of runners may do so in one folder.
 *
 * @param folder - of the plan
 * @returns name of the file; undefined without rows
 */
export function storeRows(folder: string, batches: readonly WrittenBatch[]): string | undefined {
  const id = batches.find(({ ids }) => ids.length > 0)?.ids[0]
  if (id === undefined) return undefined
  const name = `${id}-${randomBytes(4).toString('hex')}.jsonl`
  writeAtomically(
    join(folder, FOLDER, name),
    batches.map(({ text }) => text),
  )
  return name
}

/** All rows of a plan that are stored so far; a point that two runners evaluated is there once. */
export function readRows(plan: Pick<Plan, 'folder' | 'job'>): RowTable {
  return new StoredRows(plan).read()
}

/** Rows of a plan while others store them: files never change, so each is read once. */
export class StoredRows {
  readonly #plan: string
  readonly #folder: string
  readonly #table: RowTable
  readonly #read = new Set<string>()

  constructor({ folder, job }: Pick<Plan, 'folder' | 'job'>) {
    this.#plan = folder
    this.#folder = join(folder, FOLDER)
    this.#table = new RowTable(job)
  }

  /** Stores rows that the table has already. */
  store(batches: readonly WrittenBatch[]): void {
    const name = storeRows(this.#plan, batches)
    if (name !== undefined) this.#read.add(name)
  }

  /** All rows stored by now. */
  read(): RowTable {
    if (!existsSync(this.#folder)) return this.#table
    for (const name of readdirSync(this.#folder).sort()) {
      if (!name.endsWith('.jsonl') || this.#read.has(name)) continue
      for (const row of readJsonLines<Row>(join(this.#folder, name))) this.#table.add(row)
      this.#read.add(name)
    }
    return this.#table
  }
}
