import { readdirSync, readFileSync } from 'node:fs'

const rtl = new URL('../../../../rtl/', import.meta.url)

/** What a page about a module must agree with. */
export interface RtlModule {
  readonly name: string
  /** Files below the repository; a technology cell has one body a technology. */
  readonly files: readonly string[]
  readonly ports: readonly string[]
  readonly parameters: readonly string[]
  readonly source: string
}

/** All modules and the package of rtl/, by name; the wrappers around the chip have one page together. */
export function readModules(): Map<string, RtlModule> {
  const paths = readdirSync(rtl, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.sv') && !path.startsWith('wrapper/'))
    .sort()
  const modules = new Map<string, RtlModule>()
  for (const path of paths) {
    const source = readFileSync(new URL(path, rtl), 'utf8')
    const name = /^(?:module|package) (\w+)/m.exec(source)?.[1] ?? path
    const other = modules.get(name)
    modules.set(name, {
      name,
      files: [...(other?.files ?? []), `rtl/${path}`],
      ports: names(source, /^ +(?:input|output) +logic +(?:\[.*?\] +)?(\w+)/gm),
      parameters: names(source, /^ +parameter +.*?(\w+) += /gm),
      source: (other?.source ?? '') + source,
    })
  }
  return modules
}

function names(source: string, pattern: RegExp): string[] {
  return Array.from(source.matchAll(pattern), (match) => match[1])
}
