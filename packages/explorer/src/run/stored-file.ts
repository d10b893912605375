import { readFileSync } from 'node:fs'
import { ConcordError } from '@concord/arch'
import { StorageError } from './atomic-file.js'

/**
 * Reads a file of a plan.
 *
 * @throws StorageError
 */
export function readStored(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new StorageError(path, cause)
  }
}

/**
 * Reads a file of JSON values, one a line.
 *
 * @throws StorageError, DamagedFileError
 */
export function readJsonLines<Value>(path: string): Value[] {
  const values: Value[] = []
  for (const [i, line] of readStored(path).split('\n').entries()) {
    if (line !== '') values.push(parseStored<Value>(line, `${path}:${i + 1}`))
  }
  return values
}

/** Parses JSON of a plan's file; `where` names it in the error. */
export function parseStored<Value>(text: string, where: string): Value {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new DamagedFileError(where, cause)
  }
}

/** A file of a plan is not as it was written. */
export class DamagedFileError extends ConcordError {
  override readonly name = 'DamagedFileError'

  constructor(where: string, cause?: unknown) {
    super(
      {
        what: 'A file of the plan is damaged',
        where,
        why: 'Concord writes its files whole, so something else has changed this one',
        fix: 'of results: delete the file, its points are evaluated again; else delete the folder and plan again',
      },
      { cause },
    )
  }
}
