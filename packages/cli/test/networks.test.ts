import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { NETWORK_COLUMNS, type NetworkCard, networkRow } from '../src/networks/network-row.js'
import { useFolder } from './support/files.js'

const folder = useFolder()
const MODELS = new URL('../../../models/', import.meta.url)

const read = (name: string) => JSON.parse(readFileSync(new URL(name, MODELS), 'utf8')) as NetworkCard

describe('a line of the table of families', () => {
  it('says what runs where, and how well', async () => {
    const card = read('binarynet-cnn.json')
    const file = fileURLToPath(new URL('binarynet-cnn.onnx', MODELS))
    const row = await networkRow(card, file, '../models/binarynet-cnn.onnx')
    expect(row.length).toBe(NETWORK_COLUMNS.length)
    const [family, operators, planes, chip, host, cycles, example, correct] = row
    expect([family, planes, correct]).toEqual(['BinaryNet', '1 / 8, 1 / 1', `${card.test.correct / 100} %`])
    expect(operators).toContain('Conv')
    expect(chip).toBe('5 layers, 2,903,808 MACs (100.00 %)')
    expect(host).toContain('input')
    expect(cycles).toMatch(/^\d,\d{3}$/)
    expect(example).toContain('(../models/binarynet-cnn.onnx)')
  })

  it('names what the host does between layers, and why', async () => {
    const file = fileURLToPath(new URL('binaryconnect.onnx', MODELS))
    const [, , planes, chip, host, cycles] = await networkRow(
      read('binaryconnect.json'),
      file,
      'binaryconnect',
    )
    expect([planes, chip]).toEqual(['1 / 8', '3 layers, 118,016 MACs (100.00 %)'])
    expect(host).toContain('BatchNormalization, Quant (MatMul "MatMul_11": its input has 256 levels')
    expect(cycles).toMatch(/^\d{3}$/)
  })

  it('names what keeps a network from the chip', async () => {
    const row = await networkRow(
      read('binarynet-cnn.json'),
      folder.write('odd.onnx', Buffer.from('text')),
      'odd',
    )
    expect(row.slice(2, 4)).toEqual(['', 'not mapped'])
    expect(row[4]).toContain('odd.onnx')
  })
})
