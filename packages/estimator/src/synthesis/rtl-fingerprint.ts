import { createHash } from 'node:crypto'
import { readRtl } from './read-rtl.js'

let known: string | undefined

/** Fingerprint of the RTL that is synthesised, read once: figures measured on another state of it say so. */
export function rtlFingerprint(): string {
  known ??= fingerprintOf(readRtl('sky130'))
  return known
}

/** First 12 hexadecimal digits of a hash of sources by file name; comments and layout have no part in it. */
export function fingerprintOf(files: Readonly<Record<string, string>>): string {
  const code = Object.entries(files).map(([name, text]) => [name, tokensOf(text)])
  return createHash('sha256').update(JSON.stringify(code)).digest('hex').slice(0, 12)
}

/** What SystemVerilog is made of, comments and white space first and without a group. */
const PART = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|\s+|("(?:[^"\\]|\\.)*"|\w+|.)/g

function tokensOf(text: string): string[] {
  return Array.from(text.matchAll(PART), ([, token]) => token).filter((token) => token !== undefined)
}
