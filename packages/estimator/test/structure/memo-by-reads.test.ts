import { type ChipConfig, PRESETS } from '@concord/arch'
import fc from 'fast-check'
import { expect, test } from 'vitest'
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
