import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { tableSignals } from './cycle-table.js'
import { readModules } from './rtl-module.js'

const root = new URL('../../../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
const modules = readModules()
const sources = Array.from(modules.values(), ({ source }) => source).join('')
const pages = readdirSync(new URL('docs/rtl/', root)).filter(
  (page) => !['README.md', 'wrappers.md'].includes(page),
)

/** What stands between backquotes. */
function code(text: string): string[] {
  return Array.from(text.matchAll(/`([^`\n]+)`/g), (match) => match[1])
}

test('every module has a page and every page a module', () => {
  expect(pages.sort()).toEqual(Array.from(modules.keys(), (name) => `${name}.md`).sort())
})

test('the index names every page once, with its file list', () => {
  const links = Array.from(
    read('docs/rtl/README.md').matchAll(/\]\((concord_\w+\.md)\)/g),
    (match) => match[1],
  )
  expect(links.sort()).toEqual(pages.sort())
})

test.each(Array.from(modules.values()))('the page of $name agrees with the module', (module) => {
  const page = read(`docs/rtl/${module.name}.md`)
  expect(page.startsWith(`# ${module.name}\n`)).toBe(true)
  for (const file of module.files) expect(code(page)).toContain(file)
  const parameters = page.split('\n').find((line) => line.startsWith('Parameters: ')) ?? ''
  expect(code(parameters)).toEqual(module.parameters)
  const ports = /^## Ports\n(.*?)^## /ms.exec(page)?.[1] ?? ''
  const rows = ports.split('\n').flatMap((line) => code(line.split('|')[2] ?? ''))
  expect(rows).toEqual(module.ports)
  for (const signal of tableSignals(page)) {
    const name = signal.split('.').at(-1) ?? signal
    expect(signal.includes('.') ? sources : module.source, signal).toMatch(
      new RegExp(`\\b${name.replace(/\[.*/, '')}\\b`),
    )
  }
})

test.each(['README.md', ...pages])('what docs/rtl/%s names exists', (page) => {
  for (const name of code(read(`docs/rtl/${page}`))) {
    if (/^(rtl|packages|docs)\/[\w./-]+$/.test(name)) expect(existsSync(new URL(name, root)), name).toBe(true)
    else if (/^concord_\w+$/.test(name)) expect(modules.has(name), name).toBe(true)
    else if (/^[a-z]\w*_(i|o|d|q|ni)$/.test(name)) expect(sources, name).toMatch(new RegExp(`\\b${name}\\b`))
  }
})

test('a page names the file of the simulator that mirrors its module, and only that', () => {
  const folder = 'packages/sim/src/step/'
  for (const file of readdirSync(new URL(folder, root))) {
    const mirrored = /Mirrors rtl\/(\w+)\.sv/.exec(read(folder + file))?.[1]
    if (mirrored !== undefined) expect(code(read(`docs/rtl/${mirrored}.md`)), file).toContain(folder + file)
  }
})
