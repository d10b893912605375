import { ConcordError } from '../error.js'
import type { ChipConfig } from './chip-config.js'
import { parseChipConfig } from './parse.js'

/**
 * Reads a chip configuration from JSON text.
 *
 * @throws ConfigSyntaxError when it is no JSON or repeats a key, ConfigError when a field is illegal
 */
export function parseChipText(text: string, where: string): ChipConfig {
  let input: unknown
  try {
    input = JSON.parse(text)
  } catch (cause) {
    throw new ConfigSyntaxError(where, `it is no JSON: ${(cause as Error).message}`, cause)
  }
  const key = repeatedKey(text)
  if (key !== undefined) throw new ConfigSyntaxError(where, `the key ${key} is repeated`)
  return parseChipConfig(input, where)
}

/** First key that an object of a valid JSON text has twice; JSON.parse would keep the last one silently. */
function repeatedKey(json: string): string | undefined {
  const open: Set<string>[] = []
  let previous = ''
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
    if (token === '{' || token === '[') open.push(new Set())
    else if (token === '}' || token === ']') open.pop()
    else if (token === ':') {
      const keys = open.at(-1)!
      if (keys.has(previous)) return previous
      keys.add(previous)
    }
    previous = token
  }
  return undefined
}

/** A chip configuration is no JSON. */
export class ConfigSyntaxError extends ConcordError {
  override readonly name = 'ConfigSyntaxError'

  constructor(where: string, why: string, cause?: unknown) {
    super({ what: 'Unreadable chip configuration', where, why, fix: `correct ${where}` }, { cause })
  }
}
