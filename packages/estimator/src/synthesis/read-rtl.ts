import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Sources of the chip, the package first; storage bodies from `tech/latch`. */
export function readRtl(folder: string): Record<string, string> {
  const files: Record<string, string> = {}
  const add = (from: string, names: readonly string[]): void => {
    for (const name of names) files[name] = readFileSync(join(from, name), 'utf8')
  }
  const sources = (from: string): string[] => readdirSync(from).filter((name) => name.endsWith('.sv'))
  const top = sources(folder)
  add(folder, [
    ...top.filter((name) => name === 'concord_pkg.sv'),
    ...top.filter((name) => name !== 'concord_pkg.sv'),
  ])
  add(join(folder, 'tech', 'latch'), sources(join(folder, 'tech', 'latch')))
  return files
}
