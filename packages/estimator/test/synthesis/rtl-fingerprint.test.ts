import { describe, expect, test } from 'vitest'
import { fingerprintOf } from '../../src/synthesis/rtl-fingerprint.js'

const MODULE = 'module one (input logic a, output logic b);\n  assign b = !a;\nendmodule\n'
const of = (text: string) => fingerprintOf({ 'one.sv': text })

describe('fingerprint of the RTL', () => {
  test.each([
    ['a comment of a line', MODULE.replace('\n', '  // why\n')],
    ['a comment in a line', MODULE.replace('assign', '/* // why\n */ assign')],
    ['columns', MODULE.replace('a,', 'a    ,').replace(' (', '(').replace('b = ', 'b   =  ')],
    ['blank lines', MODULE.replaceAll('\n', '\n\n')],
  ])('%s does not change it', (_, text) => {
    expect(text).not.toBe(MODULE)
    expect(of(text)).toBe(of(MODULE))
  })

  test.each([
    ['an operator', MODULE.replace('!a', '~a')],
    ['a name', MODULE.replaceAll('b', 'c')],
    ['words that grow together', MODULE.replace('assign b', 'assignb')],
    ['the file it is in', undefined],
  ])('%s changes it', (_, text) => {
    expect(text === undefined ? fingerprintOf({ 'two.sv': MODULE }) : of(text)).not.toBe(of(MODULE))
  })

  test('what looks like a comment in a string is a part of it', () => {
    const told = (text: string) => of(`initial $error("${text}");`)
    expect(told('see // one')).not.toBe(told('see // two'))
    expect(told('two  spaces')).not.toBe(told('two spaces'))
    expect(told('\\"/*')).not.toBe(told('\\"'))
  })
})
