import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Tuple, TupleMap } from '../src/schedule/tuple-map.js'

test('a map of tuples holds what a map of their texts holds, whatever their hashes', () => {
  const number = fc.oneof(fc.integer({ min: -2, max: 3 }), fc.constantFrom(2 ** 32, 2 ** 32 + 1, 2 ** 40))
  let [found, collisions] = [0, 0]
  fc.assert(
    fc.property(fc.array(fc.array(number, { maxLength: 4 }), { maxLength: 60 }), (keys) => {
      const map = new TupleMap<number>()
      const texts = new Map<string, number>()
      const hashes = new Map<number, string>()
      const key = new Tuple()
      for (const [i, numbers] of keys.entries()) {
        key.clear()
        for (const value of numbers) key.add(value)
        const text = numbers.join()
        expect(map.get(key)).toBe(texts.get(text))
        if (texts.has(text)) {
          found++
          continue
        }
        const before = hashes.get(key.hash)
        if (before !== undefined && before !== text) collisions++
        hashes.set(key.hash, text)
        expect(map.add(key, i)).toBe(i)
        texts.set(text, i)
        expect(map.size).toBe(texts.size)
      }
      map.clear()
      expect(map.size).toBe(0)
      expect(map.get(key)).toBeUndefined()
    }),
  )
  expect(found).toBeGreaterThan(20)
  // 2^32 and 0 are the same to the hash
  expect(collisions).toBeGreaterThan(20)
})
