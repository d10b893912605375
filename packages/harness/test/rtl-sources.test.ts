import { readdirSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { rtlSources } from '../src/build/rtl-sources.js'
import { RTL_DIRECTORY } from '../src/paths.js'

const modules = (folder: string) =>
  readdirSync(join(RTL_DIRECTORY, folder)).filter((file) => file.endsWith('.sv'))

const STYLES = ['generic', 'latch'] as const

test.each(STYLES)('the %s list has the package first and every module once', async (style) => {
  const names = (await rtlSources(style)).files.map((file) => basename(file))
  expect(names[0]).toBe('concord_pkg.sv')
  expect(new Set(names).size).toBe(names.length)
  expect(names).toEqual(expect.arrayContaining(modules('.')))
})

test('every body of a storage cell is in a list', async () => {
  const lists = await Promise.all(STYLES.map((style) => rtlSources(style)))
  const listed = lists.flatMap(({ files }) => files.map((file) => relative(RTL_DIRECTORY, file)))
  for (const style of STYLES) {
    const folder = join('tech', style)
    expect(listed).toEqual(expect.arrayContaining(modules(folder).map((file) => join(folder, file))))
  }
})

test('the hash follows the content', async () => {
  const [generic, latch] = [await rtlSources('generic'), await rtlSources('latch')]
  expect(generic.hash).not.toBe(latch.hash)
  expect(generic.hash).toBe((await rtlSources('generic')).hash)
})
