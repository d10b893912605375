import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codePlanes, findLevels, formatLevels, levelInteger } from '../src/network/levels.js'
import { signedBits } from '../src/planes/lower.js'
import { weightPlanes } from '../src/planes/weight-planes.js'

describe('weight planes', () => {
  const rebuild = (weights: Int32Array) => {
    const { exponents, divisor, bits } = weightPlanes(weights)
    return weights.map((_, i) => {
      const sum = exponents.reduce((total, e, plane) => total + 2 ** e * (2 * bits[plane][i] - 1), 0)
      return sum / divisor
    })
  }

  test('give the weights back', () => {
    const weights = fc.array(fc.integer({ min: -200, max: 200 }), { minLength: 1 })
    fc.assert(
      fc.property(weights, (list) => {
        const w = Int32Array.from(list)
        expect(rebuild(w)).toEqual(w)
      }),
    )
  })

  test('odd weights give themselves back with the fewest planes', () => {
    const odd = fc.array(fc.integer({ min: -64, max: 63 }), { minLength: 1 })
    fc.assert(
      fc.property(odd, (list) => {
        const w = Int32Array.from(list, (x) => 2 * x + 1)
        expect(rebuild(w)).toEqual(w)
        const largest = Math.max(...w.map(Math.abs))
        expect(weightPlanes(w).bits.length).toBe(Math.ceil(Math.log2(largest + 1)))
      }),
    )
  })

  test.each([
    ['bipolar', [-1, 1], [0], 1],
    ['ternary', [-1, 0, 1], [0, 0], 2],
    ['two bits', [-2, -1, 0, 1], [0, 0, 1], 2],
    ['odd levels', [-3, -1, 1, 3], [0, 1], 1],
    ['three bits, narrow', [-3, 0, 3], [0, 0, 1, 2], 2],
  ] as const)('%s', (_, weights, exponents, divisor) => {
    expect(weightPlanes(Int32Array.from(weights))).toMatchObject({ exponents, divisor })
  })
})

describe('levels', () => {
  test.each([
    [[-1, 1], { unit: 1, first: -1, step: 2, count: 2 }],
    [[-1, 0, 1], { unit: 1, first: -1, step: 1, count: 3 }],
    [[0, 0.25, 0.5, 0.75], { unit: 0.25, first: 0, step: 1, count: 4 }],
    [[-0.5, 0.5, 1.5], { unit: 0.5, first: -1, step: 2, count: 3 }],
    [[2, 4], { unit: 2, first: 1, step: 1, count: 2 }],
  ])('%j', (values, levels) => {
    expect(findLevels(values)).toEqual(levels)
    for (const [code, value] of values.entries()) expect(levels.unit * levelInteger(levels, code)).toBe(value)
  })

  test('thirds have a unit of a third', () => {
    const levels = findLevels([-1, -1 / 3, 1 / 3, 1])!
    expect(levels).toMatchObject({ first: -3, step: 2, count: 4 })
    expect(levels.unit).toBeCloseTo(1 / 3, 12)
  })

  test('no grid', () => {
    expect(findLevels([0, 1, 3])).toBeUndefined()
    expect(findLevels([Math.SQRT2, Math.SQRT2 + 1])).toBeUndefined()
  })

  test('planes of the codes', () => {
    expect([2, 3, 4, 5, 256].map((count) => codePlanes({ unit: 1, first: 0, step: 1, count }))).toEqual([
      1, 2, 2, 3, 8,
    ])
  })

  test('as text', () => {
    expect(formatLevels({ unit: 1, first: -1, step: 2, count: 2 })).toBe('-1, 1')
    expect(formatLevels({ unit: 0.25, first: 0, step: 1, count: 16 })).toBe('(0 … 15) × 0.25')
  })
})

test('bits of two’s complement', () => {
  expect(signedBits(-64, 64)).toBe(8)
  expect(signedBits(-64, 63)).toBe(7)
  expect(signedBits(-65, 0)).toBe(8)
  expect(signedBits(0, 0)).toBe(1)
  fc.assert(
    fc.property(fc.integer({ min: -5000, max: 0 }), fc.integer({ min: 0, max: 5000 }), (min, max) => {
      const half = 2 ** (signedBits(min, max) - 1)
      expect(min >= -half && max < half).toBe(true)
      expect(min < -half / 2 || max >= half / 2).toBe(true)
    }),
  )
})
