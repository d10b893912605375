import { expect, test } from 'vitest'
import { trimLiberty } from '../../src/timing/trim-liberty.js'

const cell = (name: string): string => `  cell ("${name}") {\n    area : 1;\n  }\n`
const library = (...cells: string[]): string => `library ("l") {\n  unit : 1;\n\n${cells.join('')}}\n`

test('keeps what the netlist has and what is asked for besides, in a library that is whole', () => {
  const full = library(cell('inv_1'), cell('buf_1'), cell('nand2_1'), cell('xor2_1'))
  const netlist = 'module m (\n  input a\n);\n  nand2_1 c0 (.A(a));\nendmodule\n'
  expect(trimLiberty(full, netlist, ['buf_1'])).toBe(library(cell('buf_1'), cell('nand2_1')))
  expect(trimLiberty(full, '  xor2_1 c0 (.A(a));', [])).toBe(library(cell('xor2_1')))
})

test('a library without cells stays as it is', () => {
  expect(trimLiberty(library(), '', [])).toBe(library())
})
