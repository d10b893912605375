import { hash } from 'node:crypto'

/** JSON of plain data with the keys of every object in order and no spaces: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((part) => canonicalJson(part ?? null)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const parts: string[] = []
  for (const key of Object.keys(value).sort()) {
    const part = (value as Readonly<Record<string, unknown>>)[key]
    if (part !== undefined) parts.push(`${JSON.stringify(key)}:${canonicalJson(part)}`)
  }
  return `{${parts.join(',')}}`
}

/** First 16 hexadecimal digits of the SHA-256 of a value's canonical JSON. */
export function shortHash(value: unknown): string {
  return hash('sha256', canonicalJson(value), 'hex').slice(0, 16)
}
