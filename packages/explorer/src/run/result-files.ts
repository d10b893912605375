import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Row } from '../point/row.js'
import { writeAtomically } from './atomic-file.js'

/** Folder of the results inside a plan's folder. */
const FOLDER = 'results'

/**
 * Stores rows in a file of their own, which appears complete or not at all. Any number of runners may do so in one folder.
 *
 * @param folder - of the plan
 */
export function storeRows(folder: string, rows: readonly Row[]): void {
  if (rows.length === 0) return
  const name = `${rows[0].id}-${randomBytes(4).toString('hex')}.jsonl`
  writeAtomically(join(folder, FOLDER, name), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
}

/** All rows stored so far, by point; a point that two runners evaluated is there once. */
export function readRows(folder: string): Map<string, Row> {
  const path = join(folder, FOLDER)
  const rows = new Map<string, Row>()
  if (!existsSync(path)) return rows
  for (const name of readdirSync(path).sort()) {
    if (!name.endsWith('.jsonl')) continue
    for (const line of readFileSync(join(path, name), 'utf8').split('\n')) {
      if (line === '') continue
      const row = JSON.parse(line) as Row
      // Two runners may differ where the machine decided: a point that succeeded somewhere has succeeded
      const known = rows.get(row.id)
      if (known === undefined || known.status === 'failed') rows.set(row.id, row)
    }
  }
  return rows
}
