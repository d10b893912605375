import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { RunStep } from './run-steps.js'

/** Why a run did not end well. */
export interface RunFailure {
  /** The step that failed; undefined when none had begun. */
  readonly step?: string
  /** The log that says why. */
  readonly log?: string
  /** Its own words, a few lines. */
  readonly reason: string
}

const LINES = 10
const FATAL = /\bERROR\b|Error\b|\berror:|Exception|failed|cannot|No such|not found|\berrors found/

/**
 * Finds out why a run failed: from the log of the step that left no state, else from the errors that the run kept for its
 * end.
 *
 * @param said - what LibreLane printed, for runs that did not get as far as a folder
 */
export function findFailure(runFolder: string, steps: readonly RunStep[], said: string): RunFailure {
  const broken = steps.findLast(({ done }) => !done)
  const errors = join(runFolder, 'error.log')
  const kept = existsSync(errors) ? readFileSync(errors, 'utf8').trim() : ''
  if (broken !== undefined) {
    const log = newestLog(broken.folder)
    const text = log === undefined ? kept : readFileSync(log, 'utf8')
    return {
      step: broken.id,
      ...(log !== undefined && { log }),
      reason: lastWords(text === '' ? said : text),
    }
  }
  if (kept !== '') return { log: errors, reason: lastWords(kept) }
  return { reason: lastWords(said) }
}

/** The step's own log, the newest when it has several. */
function newestLog(folder: string): string | undefined {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.log'))
    .map((name) => join(folder, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0]
}

/** The last lines that speak of an error, else the last lines. */
function lastWords(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const errors = lines.filter((line) => FATAL.test(line))
  return (errors.length > 0 ? errors : lines).slice(-LINES).join('\n')
}
