import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MappingError } from '../src/errors.js'
import { lower } from '../src/planes/lower.js'
import { PassFloors } from '../src/schedule/pass-floors.js'
import { Search } from '../src/schedule/search.js'
import { ShapeChip } from '../src/schedule/shape-chip.js'
import { passLimits } from '../src/schedule/ways.js'
import { hasWide } from '../src/schedule/wide-layers.js'
import { madeNetwork, makeNetwork } from './support/made-network.js'
import { chip } from './support/random-chip.js'

function searchOf(
  ...[made, config, batch]: readonly [
    Parameters<typeof makeNetwork>[0],
    Parameters<typeof ShapeChip.of>[0],
    number,
  ]
) {
  try {
    const network = lower(makeNetwork(made), { expand: new Set() })
    return hasWide(network) ? undefined : new Search(ShapeChip.of(config), network, { batch })
  } catch (error) {
    if (error instanceof MappingError) return undefined
    throw error
  }
}

test('no way through a pass goes below its floor, and loads that cannot be moved are of next to no use in pieces', () => {
  let [ways, still, near, saved, total] = [0, 0, 0, 0, 0]
  fc.assert(
    fc.property(madeNetwork, chip, fc.integer({ min: 1, max: 3 }), (made, config, batch) => {
      const search = searchOf(made, config, batch)
      if (search === undefined) return
      const { chip, shape } = search
      const floors = PassFloors.on(config, shape, batch)
      const layers = shape.models.length
      for (let first = 0; first < layers; first++) {
        for (let last = first; last < layers && (last === first || shape.joins[last - 1]); last++) {
          const pass = shape.pass(first, last)
          const listed = pass.listed(chip, passLimits(batch)).ways.map(({ choice }) => pass.way(choice))
          for (const way of listed.flatMap((own) => [
            own,
            own.moved('dense'),
            own.moved('style'),
            own.moved('both'),
          ])) {
            const counted = pass.count(chip, way, batch)
            if (counted === undefined) continue
            const { cycles } = counted.count
            const floor = floors.of(first, last)
            expect(floor).toBeLessThanOrEqual(cycles)
            ways++
            if (floor > 0.5 * cycles) near++
            if (way.choice.ahead || pass.canHoist(chip, way, batch)) continue
            still++
            const inPieces = pass.count(chip, way.moved('ahead'), batch)!.count.cycles
            total += cycles
            saved += Math.max(0, cycles - inPieces)
          }
        }
      }
    }),
    { numRuns: Number(process.env.RUNS ?? 25) },
  )
  expect(ways).toBeGreaterThan(500)
  // A floor that nothing comes near would be of no use
  expect(near).toBeGreaterThan(ways / 10)
  expect(still).toBeGreaterThan(50)
  // The search leaves them out: a few cycles of a short pass are lost
  expect(saved).toBeLessThan(total / 200)
})
