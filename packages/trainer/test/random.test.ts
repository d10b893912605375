import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createRandom, randomFromState, shuffle, uniformValues } from '../src/random.js'

it('gives the published sequence of xoshiro128** for the state 1, 2, 3, 4', () => {
  const random = randomFromState([1, 2, 3, 4])
  const words = Array.from({ length: 5 }, () => random.nextUint32())
  expect(words).toEqual([11520, 0, 5927040, 70819200, 2031721883])
})

it('gives another sequence for another seed and for another stream', () => {
  const first = (seed: number, stream: number) => createRandom(seed, stream).nextUint32()
  expect(new Set([first(1, 0), first(2, 0), first(1, 1), first(2, 1)]).size).toBe(4)
})

it('stays below the limit', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      fc.integer({ min: 1, max: 2 ** 32 }),
      (seed, limit) => {
        const value = createRandom(seed).nextBelow(limit)
        expect(Number.isInteger(value) && value >= 0 && value < limit).toBe(true)
      },
    ),
  )
})

it('fills with float32 values on both sides of zero, inside the limit', () => {
  const values = uniformValues(createRandom(7), 1000, 0.5)
  expect(Math.min(...values)).toBeGreaterThanOrEqual(-0.5)
  expect(Math.max(...values)).toBeLessThan(0.5)
  expect(Math.abs(values.reduce((total, value) => total + value, 0) / 1000)).toBeLessThan(0.05)
})

it('shuffles into a permutation', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 200 }), (seed, length) => {
      const order = Uint32Array.from({ length }, (_, i) => i)
      shuffle(createRandom(seed), order)
      expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length }, (_, i) => i))
    }),
  )
})

it('reaches every order', () => {
  const orders = new Set<string>()
  for (let seed = 0; seed < 100; seed++) {
    const order = Uint32Array.of(0, 1, 2)
    shuffle(createRandom(seed), order)
    orders.add(order.join())
  }
  expect(orders.size).toBe(6)
})
