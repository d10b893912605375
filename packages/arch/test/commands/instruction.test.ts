import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  decodeInstruction,
  encodeInstruction,
  formatInstruction,
  type Instruction,
  InstructionError,
  OPERATIONS,
  type Operation,
} from '../../src/index.js'
import { instructions } from '../arbitraries.js'

const run = {
  op: 'RUN',
  weightBank: 1,
  inBank: 2,
  outBank: 3,
  pairs: 4,
  load: true,
  save: true,
  both: true,
} as const

/** Words worked out by hand from the tables of docs/architecture.md §3, and their text. */
const EXAMPLES: readonly (readonly [Instruction, number, string])[] = [
  [{ op: 'BEGIN', signature: 0x7372, version: 1 }, 0x04017372, 'control BEGIN signature=0x7372 version=1'],
  [{ op: 'END' }, 0x08000000, 'control END'],
  [{ op: 'TAKE', engine: 'load', bank: 17 }, 0x44000011, 'load TAKE w1'],
  [{ op: 'TAKE', engine: 'store', bank: 2 }, 0xc4000002, 'store TAKE a2'],
  [{ op: 'GIVE', engine: 'compute', bank: 1, to: 'store' }, 0x88000061, 'compute GIVE a1 to=store'],
  [{ op: 'LOAD_ACT', bank: 1, count: 65535 }, 0x4c1fffe1, 'load LOAD_ACT a1 count=65535'],
  [
    { op: 'LOAD_WEIGHTS', bank: 1, words: 256, rows: 512 },
    0x50080201,
    'load LOAD_WEIGHTS w1 words=256 rows=512',
  ],
  [
    { op: 'LOAD_THRESHOLDS', bank: 0, slots: 16, rows: 8 },
    0x54002020,
    'load LOAD_THRESHOLDS w0 slots=16 rows=8',
  ],
  [run, 0x8c0720c5, 'compute RUN w1 in=a2 out=a3 pairs=4 load save both'],
  [{ op: 'STORE', bank: 0, count: 3 }, 0xcc000060, 'store STORE a0 count=3'],
  [
    { op: 'SET', engine: 'compute', register: 13, value: 0x010002 },
    0xad010002,
    'compute SET GROUPS groups=2 lastValid=16',
  ],
  [{ op: 'SET', engine: 'load', register: 0, value: 5 }, 0x60000005, 'load SET LOAD_ADDR address=5'],
]

describe.each(EXAMPLES)('%o', (instruction, word, text) => {
  test('encodes', () => expect(encodeInstruction(instruction)).toBe(word))
  test('decodes', () => expect(decodeInstruction(word)).toEqual(instruction))
  test('is written', () => expect(formatInstruction(instruction)).toBe(text))
})

test('every instruction survives encoding', () => {
  fc.assert(
    fc.property(instructions, (instruction) => {
      const word = encodeInstruction(instruction)
      expect(word).toBe(word >>> 0)
      expect(decodeInstruction(word)).toEqual(instruction)
    }),
    { numRuns: 1000 },
  )
})

test('bits that no operand uses are ignored', () => {
  fc.assert(
    fc.property(instructions, fc.nat({ max: 2 ** 26 - 1 }), (instruction, noise) => {
      if (instruction.op === 'SET') return
      const operation: Operation = OPERATIONS[instruction.op]
      let used = 0
      for (const { low, bits } of Object.values(operation.operands)) used |= (2 ** bits - 1) << low
      expect(decodeInstruction((encodeInstruction(instruction) | (noise & ~used)) >>> 0)).toEqual(instruction)
    }),
  )
})

test('exactly the operations and registers of the specification are known', () => {
  const operations = [
    [1, 2],
    [1, 2, 3, 4, 5],
    [1, 2, 3],
    [1, 2, 3],
  ]
  const registers = [0, 1, 30, 1]
  for (let head = 0; head < 256; head++) {
    const [engine, set, operation, register] = [head >> 6, (head >> 5) & 1, (head >> 2) & 7, head & 31]
    const known = set ? register < registers[engine]! : operations[engine]!.includes(operation)
    for (const low of [0, 0xffffff, 0x555555]) {
      expect(decodeInstruction(((head << 24) | low) >>> 0) !== undefined, `0x${head.toString(16)}`).toBe(
        known,
      )
    }
  }
})

test.each([
  [{ ...run, pairs: 32 }, 'pairs', '0..31'],
  [{ ...run, inBank: -1 }, 'inBank', '0..31'],
  [{ op: 'LOAD_ACT', bank: 0, count: 65536 }, 'count', '0..65535'],
  [{ op: 'LOAD_WEIGHTS', bank: 2, words: 1, rows: 1 }, 'bank', '0..1'],
  [{ op: 'LOAD_WEIGHTS', bank: 0, words: 1.5, rows: 1 }, 'words', '0..511'],
  [{ op: 'SET', engine: 'load', register: 32, value: 0 }, 'register', '0..31'],
  [{ op: 'SET', engine: 'load', register: 0, value: -1 }, 'value', '0..16777215'],
  [{ op: 'TAKE', engine: 'dma', bank: 0 }, 'engine', 'load, compute, store'],
  [{ op: 'TAKE', engine: 'control', bank: 0 }, 'engine', 'load, compute, store'],
  [{ op: 'SET', engine: 'dma', register: 0, value: 0 }, 'engine', 'control, load, compute, store'],
  [{ op: 'GIVE', engine: 'load', bank: 0, to: 'dma' }, 'to', 'control, load, compute, store'],
  [{ op: 'HALT' }, 'op', 'BEGIN'],
])('%o is refused', (instruction, operand, legal) => {
  const encode = () => encodeInstruction(instruction as Instruction)
  expect(encode).toThrow(InstructionError)
  expect(encode).toThrow(operand)
  expect(encode).toThrow(legal)
})
