import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hypervolume } from '../../src/search/hypervolume.js'
import { searchNsga2 } from '../../src/search/nsga2.js'
import { dominates, paretoFront } from '../../src/search/pareto.js'
import type { Genome } from '../../src/search/problem.js'
import { Random } from '../../src/search/random.js'

const anyCosts = (objectives: number) =>
  fc.array(fc.array(fc.integer({ min: 0, max: 6 }), { minLength: objectives, maxLength: objectives }), {
    maxLength: 25,
  })

describe('the Pareto front', () => {
  it('holds what none dominates', () => {
    fc.assert(
      fc.property(anyCosts(3), (costs) => {
        const naive = costs.flatMap((cost, i) => (costs.some((other) => dominates(other, cost)) ? [] : [i]))
        expect(paretoFront(costs)).toEqual(naive)
      }),
    )
  })
})

describe('the hypervolume', () => {
  it('counts the cells that some cost dominates', () => {
    fc.assert(
      fc.property(anyCosts(3), (costs) => {
        let cells = 0
        for (let x = 0; x < 6; x++)
          for (let y = 0; y < 6; y++)
            for (let z = 0; z < 6; z++) if (costs.some(([a, b, c]) => a <= x && b <= y && c <= z)) cells++
        expect(hypervolume(costs, [6, 6, 6])).toBe(cells)
      }),
    )
  })
})

/** Zitzler's first and second problem, on a grid: the front is where all but the first variable are 0. */
const PROBLEMS = {
  convex: { sizes: [60, 12, 12, 12], curve: (x: number, g: number) => g * (1 - Math.sqrt(x / g)) },
  concave: { sizes: [60, 12, 12, 12], curve: (x: number, g: number) => g * (1 - (x / g) ** 2) },
}

async function search(name: keyof typeof PROBLEMS, evaluations: number, seed: number) {
  const { sizes, curve } = PROBLEMS[name]
  const visited: { genome: Genome; costs: number[] }[] = []
  await searchNsga2(
    {
      sizes,
      evaluate: async (genomes) =>
        genomes.map((genome) => {
          const [x, ...rest] = genome.map((value, i) => value / (sizes[i] - 1))
          const g = 1 + (9 * rest.reduce((sum, v) => sum + v, 0)) / rest.length
          const costs = [x, curve(x, g)]
          visited.push({ genome, costs })
          return costs
        }),
    },
    { evaluations, population: 40, random: new Random(seed) },
  )
  return visited
}

describe('the evolutionary search', () => {
  it.each(['convex', 'concave'] as const)(
    'reaches 0.99 of the %s front with a fiftieth of the grid',
    async (name) => {
      const { sizes, curve } = PROBLEMS[name]
      const places = sizes.reduce((product, size) => product * size, 1)
      const best = Array.from({ length: sizes[0] }, (_, i) => [
        i / (sizes[0] - 1),
        curve(i / (sizes[0] - 1), 1),
      ])
      const visited = await search(name, Math.floor(0.02 * places), 1)
      const reached = hypervolume(
        visited.map(({ costs }) => costs),
        [1.1, 1.1],
      )
      expect(reached / hypervolume(best, [1.1, 1.1])).toBeGreaterThan(0.99)
      expect(visited.length).toBeLessThanOrEqual(0.02 * places)
      expect(new Set(visited.map(({ genome }) => genome.join())).size).toBe(visited.length)
    },
  )

  it('does the same again with the same seed', async () => {
    expect(await search('convex', 400, 7)).toEqual(await search('convex', 400, 7))
    expect(await search('convex', 400, 7)).not.toEqual(await search('convex', 400, 8))
  })
})
