import { ConcordError } from '@concord/arch'

/** What a flow measured, by name; numbers are numbers, also when they are infinite or were written as text. */
export type Metrics = ReadonlyMap<string, number | string>

/** JSON as Python writes it: outside of strings there may be infinities and "not a number". */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const INFINITE = /^([+-]?)inf(?:inity)?$/i

/**
 * Reads `metrics.json` of a LibreLane run.
 *
 * Decimals of any length, infinities (as a token or as text) and numbers in quotes become numbers; "not a number" and null
 * are as good as missing; other text stays text.
 *
 * @param where - the file, for the error
 * @throws MetricsError when it is no JSON object
 */
export function parseMetrics(text: string, where: string): Metrics {
  return metricsOf(parsePythonJson(text, where), where)
}

/**
 * Reads the metrics in `state_out.json` of a step.
 *
 * @throws MetricsError when it is no state
 */
export function parseStateMetrics(text: string, where: string): Metrics {
  const state = parsePythonJson(text, where)
  return metricsOf((state as { metrics?: unknown } | null)?.metrics, where)
}

function parsePythonJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text.replaceAll(TOKENS, (token) => (token.startsWith('"') ? token : `"${token}"`)))
  } catch (cause) {
    throw new MetricsError(where, `it is no JSON: ${(cause as Error).message}`, cause)
  }
}

function metricsOf(parsed: unknown, where: string): Metrics {
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new MetricsError(where, 'it is no object of names and values')
  }
  const metrics = new Map<string, number | string>()
  for (const [name, value] of Object.entries(parsed)) {
    const read = readValue(value)
    if (read !== undefined) metrics.set(name, read)
  }
  return metrics
}

function readValue(value: unknown): number | string | undefined {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return Number(value)
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  if (NUMBER.test(text)) return Number(text)
  const infinite = INFINITE.exec(text)
  if (infinite !== null) return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  return /^[+-]?nan$/i.test(text) ? undefined : value
}

/** A file of metrics is none. */
export class MetricsError extends ConcordError {
  override readonly name = 'MetricsError'

  constructor(where: string, why: string, cause?: unknown) {
    super(
      { what: 'Unreadable metrics of a LibreLane run', where, why, fix: 'run the step that writes it again' },
      { cause },
    )
  }
}
