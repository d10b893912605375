import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CHIP_BOUNDS, changeChip, type NumberField, parseChipConfig } from '../../src/index.js'
import { chips } from '../arbitraries.js'

const FIELDS = [...Object.keys(CHIP_BOUNDS), 'streamBits', 'clockMhz'] as NumberField[]

test('a changed chip is the one that all fields are parsed to, or the same error', () => {
  const value = fc.oneof(
    fc.constantFrom(0, 1, 2, 4, 8, 12, 16, 32, 64, 256, 512),
    fc.integer({ min: -1, max: 70_000 }),
    fc.constantFrom(2.5, Number.NaN, Number.POSITIVE_INFINITY),
  )
  const fields = fc.dictionary(fc.constantFrom(...FIELDS), value, { maxKeys: 3 })
  const seen = { legal: 0, illegal: 0 }
  const outcome = (make: () => unknown) => {
    try {
      return { chip: make() }
    } catch (error) {
      return { message: String(error) }
    }
  }
  fc.assert(
    fc.property(chips, fields, (chip, changes) => {
      const changed = outcome(() => changeChip(chip, changes, 'point'))
      expect(changed).toEqual(outcome(() => parseChipConfig({ ...chip, ...changes }, 'point')))
      seen['chip' in changed ? 'legal' : 'illegal']++
    }),
    { numRuns: 500 },
  )
  expect(seen.legal).toBeGreaterThan(100)
  expect(seen.illegal).toBeGreaterThan(100)
})
