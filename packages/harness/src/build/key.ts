import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { NATIVE_DIRECTORY } from '../paths.js'

/** Name of a build: the engine, and a hash of all that its result depends on. */
export function buildKey(engine: string, parts: Readonly<Record<string, unknown>>): string {
  return `${engine}-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24)}`
}

/** SHA-256 of the C++ and SystemVerilog around the chip. */
export async function nativeHash(): Promise<string> {
  const hash = createHash('sha256')
  for (const file of (await readdir(NATIVE_DIRECTORY)).sort()) {
    hash
      .update(file)
      .update('\0')
      .update(await readFile(join(NATIVE_DIRECTORY, file)))
  }
  return hash.digest('hex')
}
