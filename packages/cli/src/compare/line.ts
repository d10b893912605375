/** One thing that two sides have, or one of them. */
export type Line = readonly [name: string, a: unknown, b: unknown]

/**
 * Every number, text and truth value of a structure with its path. Entries of lists go by their `name`, where they have
 * one, else by their place.
 *
 * @param longest - lists with more entries are left out
 */
export function flatten(
  value: unknown,
  longest = Number.POSITIVE_INFINITY,
  path = '',
): [name: string, value: unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]]
  if (Array.isArray(value) && value.length > longest) return []
  return Object.entries(value).flatMap(([key, part]) => {
    const step = Array.isArray(value) ? (nameOf(part) ?? key) : key
    return flatten(part, longest, path === '' ? step : `${path}.${step}`)
  })
}

function nameOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('name' in value)) return undefined
  return typeof value.name === 'string' ? value.name : undefined
}
