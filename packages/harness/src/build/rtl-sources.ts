import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { RTL_DIRECTORY } from '../paths.js'

/**
 * Bodies of the technology cells: `generic` behaves the same at clock edges and simulates fast, `latch` is what
 * becomes silicon.
 */
export const RTL_STYLES = ['generic', 'latch'] as const

export type RtlStyle = (typeof RTL_STYLES)[number]

/** SystemVerilog files in the order of their list, package first. */
export interface RtlSources {
  readonly files: readonly string[]
  /** SHA-256 of all contents, in order. */
  readonly hash: string
}

const LISTS = { generic: 'concord.f', latch: 'concord_latch.f' } as const

/**
 * Reads the file list of a style.
 *
 * @param directory - a copy of `rtl/`; the workspace's own when left out
 */
export async function rtlSources(style: RtlStyle, directory = RTL_DIRECTORY): Promise<RtlSources> {
  const list = join(directory, LISTS[style])
  const lines = (await readFile(list, 'utf8')).split('\n').map((line) => line.trim())
  const files = lines
    .filter((line) => line && !line.startsWith('//'))
    .map((line) => join(dirname(list), line))
  const hash = createHash('sha256')
  for (const content of await Promise.all(files.map((file) => readFile(file))))
    hash.update(content).update('\0')
  return { files, hash: hash.digest('hex') }
}
