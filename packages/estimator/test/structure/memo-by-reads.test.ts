import { type ChipConfig, PRESETS } from '@concord/arch'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blockCells } from '../../src/structure/block-cells.js'
import { chipStructure } from '../../src/structure/chip.js'
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

test('chips that share parts have the cells that they have alone', () => {
  fc.assert(
    fc.property(chips, chips, (one, other) => {
      const alone = blockCells(chipStructure(one))
      blockCells(chipStructure({ ...other, lanes: one.lanes, rows: one.rows, postLanes: one.postLanes }))
      expect(blockCells(chipStructure({ ...one }))).toEqual(alone)
    }),
    { numRuns: 30 },
  )
})
