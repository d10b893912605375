import { type ChipConfig, PRESETS } from '@concord/arch'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lookingAt } from '../../src/structure/chip-reads.js'
import { memoByReads } from '../../src/structure/memo-by-reads.js'
import { chips } from '../chips.js'

test('gives what the function gives, whatever it was asked before', () => {
  const branching = (config: ChipConfig): string =>
    config.lanes > 32 ? `${config.lanes} ${config.memories.act}` : `${config.lanes} ${config.rows}`
  const remembered = memoByReads(branching)
  fc.assert(
    fc.property(fc.array(chips, { minLength: 1, maxLength: 20 }), (list) => {
      for (const config of list) expect(remembered(config)).toBe(branching(config))
    }),
  )
})

test('runs the function once for the fields that it reads', () => {
  let runs = 0
  const remembered = memoByReads(({ lanes, memories }) => {
    runs++
    return `${lanes} ${memories.act}`
  })
  const { nano } = PRESETS
  remembered(nano)
  remembered({ ...nano, rows: 16, memories: { ...nano.memories } })
  expect(runs).toBe(1)
  remembered({ ...nano, memories: { ...nano.memories, act: 'flop' } })
  expect(runs).toBe(2)
})

test('knows the storage cells of the memories apart', () => {
  let runs = 0
  const remembered = memoByReads(({ memories }) => {
    runs++
    return memories.weight
  })
  const { nano } = PRESETS
  remembered(nano)
  remembered({ ...nano, memories: { ...nano.memories, act: 'flop' } })
  expect(runs).toBe(1)
  expect(remembered({ ...nano, memories: { ...nano.memories, weight: 'flop' } })).toBe('flop')
})

test('forgets when it has kept many results', () => {
  let runs = 0
  const remembered = memoByReads(({ rows }) => {
    runs++
    return rows
  })
  for (let round = 0; round < 2; round++) {
    for (let rows = 0; rows < 20_000; rows++) expect(remembered({ ...PRESETS.nano, rows })).toBe(rows)
  }
  expect(runs).toBe(40_000)
})

test('reads of a function inside are its own, also after all was forgotten', () => {
  const { nano } = PRESETS
  const inner = memoByReads(({ rows }) => rows)
  let runs = 0
  const outer = memoByReads((config) => {
    runs++
    return [config.lanes, inner(config)]
  })
  const forget = memoByReads(({ clockMhz }) => clockMhz)
  const ask = (): void => {
    for (const lanes of [8, 16]) {
      for (const rows of [16, 8, 16]) {
        for (const actWords of [64, 128]) {
          const chip = { ...nano, lanes, rows, actWords }
          const found = lookingAt(chip, (looked) => {
            inner(looked)
            return outer(looked)
          })
          expect(found).toEqual([lanes, rows])
        }
      }
    }
  }
  ask()
  expect(runs).toBe(4)
  for (let clockMhz = 0; clockMhz < 20_000; clockMhz++) forget({ ...nano, clockMhz })
  ask()
  ask()
  expect(runs).toBe(8)
})

test('a function may take a chip apart', () => {
  const remembered = memoByReads((config) => {
    const { rows, ...rest } = config
    return `${rows} ${Object.keys(rest).length} ${'lanes' in config} ${{ ...config.memories }.act}`
  })
  const { nano } = PRESETS
  const fields = Object.keys(nano).length - 1
  expect(remembered(Object.freeze({ ...nano }))).toBe(`${nano.rows} ${fields} true ${nano.memories.act}`)
  expect(remembered({ ...nano, rows: 16 })).toBe(`16 ${fields} true ${nano.memories.act}`)
})
