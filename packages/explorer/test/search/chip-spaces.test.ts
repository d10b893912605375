import { describe, expect, it } from 'vitest'
import type { Row } from '../../src/point/row.js'
import { openEvaluator } from '../../src/run/job.js'
import { createPlan } from '../../src/run/plan-folder.js'
import { hypervolume } from '../../src/search/hypervolume.js'
import { costsOf, evolve, planPoints } from '../../src/search/strategies.js'
import { inFolder, spaceText } from '../support/exploration.js'

/** Spaces of real chips that are small enough to evaluate wholly. */
const SPACES = {
  'array and post unit': {
    objectives: ['latencyUs', 'energyNj', 'areaMm2'],
    parameters: {
      ...{ rows: [8, 16, 32, 64, 128], lanes: [16, 32, 64, 128, 256], weightDepth: [8, 16, 24, 32, 48] },
      ...{ postLanes: [2, 4, 8], streamBits: [8, 16, 32] },
    },
  },
  'memories, stream and clock': {
    objectives: ['latencyUs', 'powerMw', 'areaMm2'],
    parameters: {
      ...{ weightDepth: [8, 16, 24, 32, 48], actWords: [64, 128, 256], accDepth: [4, 16] },
      ...{ postLanes: [1, 2, 4, 8], streamBits: [8, 16, 32], clockMhz: [25, 50, 100, 150] },
    },
  },
  // The search was not tuned on this one
  'another network and chip': {
    networks: [{ model: 'shape:sfc' }],
    chip: 'caravel',
    objectives: ['edpNjUs', 'areaMm2'],
    parameters: {
      ...{ rows: [16, 32, 64, 128], lanes: [32, 64, 128], weightDepth: [9, 18, 36, 72] },
      ...{ accDepth: [4, 8, 16], streamBits: [16, 32, 64], clockMhz: [50, 100, 150, 200] },
    },
  },
}

const SEEDS = Array.from({ length: 21 }, (_, i) => i + 1)

describe('the evolutionary search', () => {
  it.each(Object.keys(SPACES))(
    'reaches 0.99 of the hypervolume of %s with a twentieth of its points',
    async (name) => {
      await inFolder(spaceText(SPACES[name as keyof typeof SPACES]), async (folder, file) => {
        const plan = await createPlan(file, folder)
        const { points } = planPoints(plan)
        const evaluator = await openEvaluator(plan.job)
        const grid = new Map<string, Row>()
        for (const point of points) grid.set(point.id, await evaluator.evaluate(point))
        const costs = (ids: Iterable<string>) =>
          [...ids]
            .map((id) => costsOf(plan.space, grid.get(id)!))
            .filter((cost) => cost.every(Number.isFinite))
        const all = costs(grid.keys())
        const low = all[0].map((_, k) => Math.min(...all.map((cost) => cost[k])))
        const high = all[0].map((_, k) => Math.max(...all.map((cost) => cost[k])))
        const volume = (some: readonly (readonly number[])[]) =>
          hypervolume(
            some.map((cost) => cost.map((value, k) => (value - low[k]) / (high[k] - low[k]))),
            low.map(() => 1.1),
          )
        const evaluations = Math.floor(points.length / 20)
        const reached: number[] = []
        for (const seed of SEEDS) {
          const search = {
            ...plan.space.search,
            strategy: 'evolution',
            points: evaluations,
            seed,
          } as const
          const found = await evolve({ ...plan, space: { ...plan.space, search } }, async (wanted) =>
            wanted.map(({ id }) => grid.get(id)!),
          )
          expect(found.length).toBeLessThanOrEqual(evaluations)
          reached.push(volume(costs(found.map(({ id }) => id))) / volume(all))
        }
        reached.sort((a, b) => a - b)
        console.log(
          `hypervolume reached with ${evaluations} of ${points.length} points, ${SEEDS.length} seeds: ${reached.map((part) => part.toFixed(4)).join(' ')}`,
        )
        // Nineteen of twenty seeds
        expect(reached[1]).toBeGreaterThan(0.99)
      })
    },
  )
})
