import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstGenomes } from '../../src/search/first-genomes.js'
import { interpolate } from '../../src/search/interpolation.js'
import type { Genome, Individual } from '../../src/search/problem.js'
import { Random } from '../../src/search/random.js'
import { screen } from '../../src/search/screening.js'

describe('the first genomes', () => {
  it('have every value of a parameter equally often', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }),
        fc.nat(),
        (sizes, seed) => {
          const genomes = firstGenomes(sizes, 60, new Random(seed))
          for (const [i, size] of sizes.entries()) {
            for (let value = 0; value < size; value++)
              expect(genomes.filter((genome) => genome[i] === value)).toHaveLength(60 / size)
          }
        },
      ),
    )
  })
})

describe('the interpolation', () => {
  it('goes through what is known', () => {
    const place = fc.array(
      fc.integer({ min: 0, max: 8 }).map((i) => i / 8),
      { minLength: 3, maxLength: 3 },
    )
    const places = fc.uniqueArray(place, { selector: (p) => p.join(), minLength: 5, maxLength: 40 })
    fc.assert(
      fc.property(places, (known) => {
        const values = known.map(([a, b, c]) => [Math.exp(a - b), a * b + c ** 3])
        const predict = interpolate(known, values)!
        for (const [i, at] of known.entries())
          for (const [k, value] of predict(at).entries()) expect(value).toBeCloseTo(values[i][k], 4)
      }),
    )
  })

  it('continues straight lines', () => {
    const known = [0, 1, 2, 3, 4, 5].map((i) => [i / 10, ((i * i) % 7) / 10])
    const predict = interpolate(
      known,
      known.map(([a, b]) => [2 + 3 * a - b]),
    )!
    expect(predict([1, 1])[0]).toBeCloseTo(4, 3)
  })
})

describe('the screening', () => {
  const sizes = [11, 11]
  const of = (genome: Genome): Individual => ({
    genome,
    costs: [1 + genome[0] + genome[1] ** 2, 12 - genome[0]],
  })
  const known = [
    [1, 9],
    [9, 9],
    [5, 5],
    [9, 2],
    [2, 3],
  ].map(of)
  const candidates = Array.from({ length: 121 }, (_, i) => [i % 11, Math.floor(i / 11)])

  it('takes what extends the front', () => {
    const chosen = screen(candidates, known, [], sizes, 4)
    expect(chosen).toHaveLength(4)
    // The front is where the second parameter is least
    for (const [, second] of chosen) expect(second).toBeLessThanOrEqual(1)
  })

  it('leaves out what lies next to excluded ones', () => {
    const barred = Array.from({ length: 11 }, (_, first) => [first, 0])
    for (const [, second] of screen(candidates, known, barred, sizes, 8)) expect(second).toBeGreaterThan(0)
  })

  it('gives fewer than wanted only when there are no more', () => {
    expect(screen(candidates.slice(0, 3), known, [], sizes, 8)).toHaveLength(3)
    expect(screen(candidates, known.slice(0, 2), [], sizes, 8)).toHaveLength(8)
  })
})
