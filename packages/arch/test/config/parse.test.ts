import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CHIP_BOUNDS, ConfigError, PRESETS, parseChipConfig, parseChipText } from '../../src/index.js'
import { chips } from '../arbitraries.js'

const base = PRESETS.nano as unknown as Record<string, unknown>

function faultsOf(input: unknown): ConfigError['faults'] {
  try {
    parseChipConfig(input, 'chip.json')
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    const { faults, message } = error as ConfigError
    expect(message).toContain('chip.json')
    for (const { field, legal } of faults) {
      expect(message).toContain(field)
      expect(message).toContain(legal)
    }
    return faults
  }
  return []
}

test.each(Object.entries(PRESETS))('preset %s is complete and legal', (name, config) => {
  expect(config.name).toBe(name)
  expect(parseChipConfig(structuredClone(config), name)).toEqual(config)
  expect(Object.keys(config).sort()).toEqual(Object.keys(base).sort())
})

test('every legal chip is accepted and survives JSON', () => {
  fc.assert(
    fc.property(chips, (config) => {
      expect(parseChipText(JSON.stringify(config), 'chip.json')).toEqual(config)
    }),
  )
})

test('int16 parameters need as many accumulator bits', () => {
  expect(faultsOf({ ...base, accBits: 15, residualWords: 1 })).toEqual([
    { field: 'accBits', value: 15, legal: 'at least 16 with residualWords = 1' },
  ])
  expect(faultsOf({ ...base, accBits: 15 })).toEqual([])
})

test('memories, technology, corner, residualWords and vector may be left out', () => {
  const { memories, technology, corner, residualWords, vector, ...rest } = PRESETS.edge
  expect(parseChipConfig(rest, 'chip.json')).toEqual({
    ...rest,
    memories,
    technology,
    corner,
    residualWords,
    vector,
  })
  const partly = parseChipConfig({ ...rest, memories: { act: 'flop' } }, 'chip.json')
  expect(partly.memories).toEqual({ weight: 'latch', act: 'flop', acc: 'latch', param: 'latch' })
})

describe.each(Object.entries(CHIP_BOUNDS))('%s', (field, { min, max }) => {
  const legal = min === max ? `only ${min}` : `an integer in ${min}..${max}`
  test.each([min - 1, max + 1, min + 0.5, 'four', null, Number.NaN, true])('refuses %s', (value) => {
    expect(faultsOf({ ...base, [field]: value })).toEqual([{ field, value, legal }])
  })
})

describe('other fields', () => {
  const corner = 'a corner such as tt_025C_1v80'
  const memory = 'one of latch, flop'
  test.each([
    ['name', '', 'a string of 1 to 64 letters, digits, ".", "_" or "-"'],
    ['name', 'a/b', 'a string of 1 to 64 letters, digits, ".", "_" or "-"'],
    ['streamBits', 24, 'one of 8, 16, 32, 64'],
    ['streamBits', '8', 'one of 8, 16, 32, 64'],
    ['vector', 1, 'true or false'],
    ['vector', true, 'false with residualWords = 0'],
    ['residualWords', 4 * PRESETS.nano.actWords + 1, `at most 4 * actWords = ${4 * PRESETS.nano.actWords}`],
    ['clockMhz', 0, 'a number in 1..1000'],
    ['clockMhz', 1001, 'a number in 1..1000'],
    [
      'technology',
      '../asap7',
      'the name of a cell library, letters, digits and "_", such as sky130_fd_sc_hd',
    ],
    ['corner', 'tt', corner],
    ['corner', 3, corner],
    [
      'memories',
      'latch',
      'an object with weight, act, acc, param, each latch or flop, act latch, flop, sram',
    ],
  ])('%s refuses %s', (field, value, legal) => {
    expect(faultsOf({ ...base, [field]: value })).toEqual([{ field, value, legal }])
  })

  test.each(['weight', 'acc', 'param'])('memories.%s refuses sram', (name) => {
    const memories = { ...PRESETS.nano.memories, [name]: 'sram' }
    expect(faultsOf({ ...base, memories })).toEqual([
      { field: `memories.${name}`, value: 'sram', legal: memory },
    ])
  })
})

test.each(Object.keys(CHIP_BOUNDS).filter((field) => field !== 'residualWords'))(
  'a missing %s is named',
  (field) => {
    const { [field]: _, ...rest } = base
    const [fault] = faultsOf(rest)
    expect(fault).toMatchObject({ field, value: undefined })
  },
)

test('unknown fields are refused by name', () => {
  expect(faultsOf({ ...base, row: 8 })).toMatchObject([{ field: 'row', value: 8 }])
  const memories = { ...PRESETS.nano.memories, bias: 'latch' }
  expect(faultsOf({ ...base, memories })).toMatchObject([{ field: 'memories.bias', value: 'latch' }])
})

test('all faults are reported at once', () => {
  expect(faultsOf({ ...base, rows: 0, accBits: 64 }).map(({ field }) => field)).toEqual(['rows', 'accBits'])
})

test.each([
  [{ rows: 24, lanes: 16 }, 'rows', 24, 'a divisor or a multiple of lanes = 16'],
  [{ rows: 2, lanes: 64, postLanes: 2 }, 'rows', 2, 'at least lanes / 16 = 4'],
  [{ rows: 8, lanes: 16, postLanes: 3 }, 'postLanes', 3, 'a divisor of min(rows, lanes) = 8'],
  [{ rows: 8, lanes: 16, postLanes: 16 }, 'postLanes', 16, 'a divisor of min(rows, lanes) = 8'],
  [{ rows: 32, lanes: 16, postLanes: 32 }, 'postLanes', 32, 'a divisor of min(rows, lanes) = 16'],
  [{ rows: 8, lanes: 8, streamBits: 16 }, 'streamBits', 16, '8, 16, 32 or 64, and a divisor of lanes = 8'],
])('the rule between fields is kept: %o', (change, field, value, legal) => {
  expect(faultsOf({ ...base, ...change })).toEqual([{ field, value, legal }])
})

test('SRAM macros have sizes', () => {
  const sram = (change: object) =>
    faultsOf({ ...base, memories: { ...PRESETS.nano.memories, act: 'sram' }, actWords: 512, ...change })
  expect(sram({})).toEqual([])
  expect(sram({ actWords: 768 })).toEqual([])
  expect(sram({ actWords: 500 })).toMatchObject([
    { field: 'actWords', value: 500, legal: expect.stringContaining('multiple of 256') },
  ])
  expect(sram({ rows: 4, lanes: 16 })).toMatchObject([
    { field: 'rows', value: 4, legal: expect.stringContaining('multiple of 8') },
  ])
  expect(sram({ rows: 4, lanes: 4 * 2, postLanes: 2 })).toHaveLength(1)
  expect(sram({ rows: 24, lanes: 8 })).toEqual([])
})

test.each([null, 3, 'nano', []])('%s is no configuration', (input) => {
  expect(faultsOf(input)).toEqual([{ field: 'configuration', value: input, legal: 'an object' }])
})

test('text that is no JSON, or repeats a key, is refused', () => {
  expect(() => parseChipText('{', 'chip.json')).toThrow(/chip\.json[\s\S]*no JSON/)
  const text = JSON.stringify(base)
  expect(() => parseChipText(`${text.slice(0, -1)},"rows":16}`, 'chip.json')).toThrow('"rows" is repeated')
  const inner = text.replace('"act":"latch"', '"act":"latch","act":"flop"')
  expect(() => parseChipText(inner, 'chip.json')).toThrow('"act" is repeated')
})

test('a file that is no chip at all gives an error that can be read', () => {
  const stranger = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`field${i}`, 'x'.repeat(1000)]))
  const why = () => parseChipConfig({ ...base, ...stranger, rows: 'y'.repeat(1000) }, 'run.json')
  expect(why).toThrow(/field0, field1, .* and 34 more: no such field; the fields are name, rows, /)
  try {
    why()
  } catch (error) {
    expect((error as Error).message.length).toBeLessThan(2000)
  }
})
