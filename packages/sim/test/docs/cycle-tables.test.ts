import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { fillCycleTables } from './cycle-table.js'
import { fillPhaseTables, runLatchBench } from './phase-table.js'
import { scenarios } from './scenarios.js'

const docs = new URL('../../../../docs/', import.meta.url)
const phases = runLatchBench()
const pages = readdirSync(docs, { recursive: true, encoding: 'utf8' }).filter((page) => page.endsWith('.md'))

// `npx vitest run test/docs -u` writes what the simulator has into the tables
test.each(pages)('the cycle tables of docs/%s are what the chip does', async (page) => {
  const path = new URL(page, docs)
  const filled = fillPhaseTables(fillCycleTables(readFileSync(path, 'utf8'), scenarios), phases)
  await expect(filled).toMatchFileSnapshot(fileURLToPath(path))
})

test('a table with another value, an unknown scenario or an unknown signal fails', () => {
  const table = (cell: string, signal = 'in_ready_o') =>
    `<!-- cycles: relay -->\n\n| cycle | \`${signal}\` |\n|---|---|\n| 8 | ${cell} |\n`
  expect(fillCycleTables(table('·'), scenarios)).toBe(table('·'))
  expect(fillCycleTables(table('1'), scenarios)).toBe(table('·'))
  expect(() => fillCycleTables(table('1', 'no_such'), scenarios)).toThrow('no signal')
  expect(() => fillCycleTables(table('1').replace('relay', 'relais'), scenarios)).toThrow('no scenario')
  expect(() => fillCycleTables(table('1').replace('| 8 ', '| 99 '), scenarios)).toThrow('no cycle 99')
})
