import { type ChipConfig, PRESETS } from '@concord/arch'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { areAsAt, lookAt, lookingAt, READS, valueRead } from '../../src/structure/chip-reads.js'
import { memoByReads } from '../../src/structure/memo-by-reads.js'
import { chips } from '../chips.js'

/** Neighbours as in a grid: most of each is that of the chip before. */
const neighbours = fc
  .array(fc.record({ chip: chips, fields: fc.subarray(READS.map(({ field }) => field)) }), {
    minLength: 2,
    maxLength: 12,
  })
  .map((list) => {
    let last: ChipConfig = PRESETS.nano
    return list.map(({ chip, fields }) => {
      last = { ...last, ...Object.fromEntries(fields.map((field) => [field, chip[field]])) }
      return last
    })
  })

test('tells which values are those of an earlier look', () => {
  fc.assert(
    fc.property(neighbours, (list) => {
      const looks = list.map((chip) => lookingAt(chip, lookAt))
      lookingAt(list.at(-1)!, (last) => {
        for (const [read] of READS.entries()) {
          // A value that went away and came back is not known to be the same
          const from = list.findLastIndex((chip) => valueRead(chip, read) !== valueRead(last, read)) + 1
          for (const [i, look] of looks.entries()) expect(areAsAt(look, [read])).toBe(i >= from)
        }
      })
    }),
  )
})

test('a look inside a look does not mislead the outer one', () => {
  const { nano, edge } = PRESETS
  const remembered = memoByReads(({ rows }) => rows)
  lookingAt(nano, (chip) => {
    expect(remembered(chip)).toBe(nano.rows)
    expect(lookingAt(edge, remembered)).toBe(edge.rows)
    expect(remembered(chip)).toBe(nano.rows)
    expect(remembered(edge)).toBe(edge.rows)
  })
  expect(lookAt(nano)).toBe(0)
})

test('a function of a chip that is looked at runs once for the values that it reads', () => {
  let runs = 0
  const branching = (config: ChipConfig): string =>
    config.lanes > 32 ? `${config.lanes} ${config.memories.act}` : `${config.lanes} ${config.rows}`
  const remembered = memoByReads((config) => `${branching(config)} ${++runs}`.split(` ${runs}`)[0])
  const known = new Set<string>()
  fc.assert(
    fc.property(neighbours, (list) => {
      for (const chip of list) {
        expect(lookingAt(chip, remembered)).toBe(branching(chip))
        known.add(branching(chip))
      }
    }),
  )
  expect(runs).toBe(known.size)
})
