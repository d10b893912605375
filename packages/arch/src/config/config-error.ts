import { ConcordError } from '../error.js'

/** What is legal in place of a field that there is not, before the fields that there are. */
export const NO_FIELD = 'no such field'

/** One illegal field of a configuration. */
export interface ConfigFault {
  /** Path of the field, such as `rows` or `memories.weight`. */
  readonly field: string
  /** The offending value; undefined when the field is missing. */
  readonly value: unknown
  /** The legal range, in words. */
  readonly legal: string
}

/** A chip configuration was refused. */
export class ConfigError extends ConcordError {
  override readonly name = 'ConfigError'

  constructor(
    where: string,
    readonly faults: readonly ConfigFault[],
  ) {
    super({
      what: 'Illegal chip configuration',
      where,
      why: inWords(faults),
      fix: `change ${listed([...new Set(faults.map(({ field }) => field))])} in ${where}`,
    })
  }
}

/** Fields named in one sentence, and characters shown of a value. */
const FIELDS_SHOWN = 16
const VALUE_SHOWN = 60

/** Faults one by one; fields that are all none are said together. */
function inWords(faults: readonly ConfigFault[]): string {
  const texts = new Map<string, ConfigFault[]>()
  for (const fault of faults) texts.set(fault.legal, [...(texts.get(fault.legal) ?? []), fault])
  return [...texts]
    .flatMap(([legal, same]) => {
      if (same.length > 1 && legal.startsWith(NO_FIELD))
        return [`${listed(same.map(({ field }) => field))}: ${legal}`]
      return same.map(({ field, value }) => `${field} is ${show(value)}, legal: ${legal}`)
    })
    .join('; ')
}

function listed(fields: readonly string[]): string {
  const more = fields.length - FIELDS_SHOWN
  return `${fields.slice(0, FIELDS_SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

function show(value: unknown): string {
  if (value === undefined) return 'missing'
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value))
  return text.length > VALUE_SHOWN ? `${text.slice(0, VALUE_SHOWN)}…` : text
}
