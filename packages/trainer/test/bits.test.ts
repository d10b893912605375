import fc from 'fast-check'
import { expect, it } from 'vitest'
import { packRows, popcount32, wordsForBits } from '../src/bits.js'

it('counts the ones of a word', () => {
  fc.assert(
    fc.property(fc.integer(), (word) => {
      expect(popcount32(word)).toBe([...(word >>> 0).toString(2)].filter((digit) => digit === '1').length)
    }),
  )
})

it('packs each value at its word and position and leaves unused bits 0', () => {
  const rows = fc.integer({ min: 1, max: 70 }).chain((columns) =>
    fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: columns, maxLength: columns }), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  fc.assert(
    fc.property(rows, (values) => {
      const columns = values[0].length
      const words = wordsForBits(columns)
      const packed = packRows(values.flat(), columns, 0)
      expect(packed.length).toBe(values.length * words)
      for (const [row, rowValues] of values.entries()) {
        for (let bit = 0; bit < words * 32; bit++) {
          const expected = bit < columns && rowValues[bit] >= 0 ? 1 : 0
          expect((packed[row * words + (bit >>> 5)] >>> (bit & 31)) & 1).toBe(expected)
        }
      }
    }),
  )
})
