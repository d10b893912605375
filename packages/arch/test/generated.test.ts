import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { insertTables } from '../src/docs/insert-tables.js'
import { commandTables } from '../src/docs/tables.js'
import { generatePackage } from '../src/index.js'

const root = new URL('../../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')

test('rtl/concord_pkg.sv is what this package generates', () => {
  expect(read('rtl/concord_pkg.sv')).toBe(generatePackage())
})

test('the tables of docs/commands.md are what this package generates', () => {
  const page = read('docs/commands.md')
  expect(page).toBe(insertTables(page, commandTables()))
})

test('a stale table is replaced and a marker without a table is refused', () => {
  const page = 'a\n<!-- generated: t -->\nold\n<!-- end -->\nb\n'
  expect(insertTables(page, { t: 'new' })).toBe('a\n<!-- generated: t -->\n\nnew\n<!-- end -->\nb\n')
  expect(() => insertTables(page, {})).toThrow('names no table')
  expect(() => insertTables(page, { t: '', u: '' })).toThrow('has no marker')
})

const USER = `module uses_package (
  input  logic [2:0]  op_i,
  output logic        is_take_o,
  output logic [31:0] sum_o
);
  assign is_take_o = op_i == concord_pkg::OpTake;
  assign sum_o     = concord_pkg::IdValue + 32'(concord_pkg::CounterCount);
endmodule
`

test.each([
  ['verilator', ['--lint-only', '-Wall', '--top-module', 'uses_package']],
  ['iverilog', ['-g2012', '-Wall', '-t', 'null', '-s', 'uses_package']],
] as const)('the package is accepted by %s without a warning', (tool, options) => {
  const folder = mkdtempSync(join(tmpdir(), 'concord-pkg-'))
  try {
    const files = [join(folder, 'concord_pkg.sv'), join(folder, 'uses_package.sv')] as const
    writeFileSync(files[0], generatePackage())
    writeFileSync(files[1], USER)
    const report = execFileSync('sh', ['-c', '"$0" "$@" 2>&1', tool, ...options, ...files], {
      encoding: 'utf8',
    })
    expect(
      report
        .split('\n')
        .filter((line) => !/timescale/.test(line))
        .join(''),
    ).toBe('')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
