import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { OutputFiles } from '../../src/io/output-files.js'
import { useFolder } from '../support/files.js'

const folder = useFolder()
const names = () => readdirSync(dirname(folder.path('x'))).sort()

describe('OutputFiles', () => {
  it('shows no file before all are complete', () => {
    const outputs = new OutputFiles()
    outputs.claim(folder.path('a'))
    outputs.claim(folder.path('b'))
    outputs.write(folder.path('a'), 'one')
    outputs.write(folder.path('b'), Uint8Array.of(50))
    expect(names().every((name) => name.endsWith('.part'))).toBe(true)
    outputs.commit()
    expect(names()).toEqual(['a', 'b'])
    expect(readFileSync(folder.path('a'), 'utf8') + readFileSync(folder.path('b'), 'utf8')).toBe('one2')
  })

  it('leaves an old file as it was when the work is given up', () => {
    writeFileSync(folder.path('a'), 'old')
    const outputs = new OutputFiles()
    outputs.claim(folder.path('a'))
    outputs.write(folder.path('a'), 'new')
    outputs.discard()
    expect(names()).toEqual(['a'])
    expect(readFileSync(folder.path('a'), 'utf8')).toBe('old')
  })

  it('refuses places that cannot be written', () => {
    const outputs = new OutputFiles()
    mkdirSync(folder.path('folder'))
    writeFileSync(folder.path('file'), '')
    expect(() => outputs.claim(folder.path('absent/a'))).toThrow('its directory does not exist')
    expect(() => outputs.claim(folder.path('folder'))).toThrow('it is a directory')
    expect(() => outputs.claim(folder.path('file/a'))).toThrow('no directory')
    expect(() => outputs.claim(folder.path('x'.repeat(250)))).toThrow('too long')
    expect(names()).toEqual(['file', 'folder'])
  })

  it('refuses the same place twice', () => {
    const outputs = new OutputFiles()
    outputs.claim(folder.path('a'))
    expect(() => outputs.claim(folder.path('x/../a'))).toThrow('two outputs')
    outputs.discard()
  })
})
