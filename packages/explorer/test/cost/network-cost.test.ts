import { type ChipConfig, COUNTER_NAMES, PRESETS } from '@concord/arch'
import { MappingError, mapNetwork, type Network, namedShape, shapeNetwork } from '@concord/mapper'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NetworkCost } from '../../src/cost/network-cost.js'
import type { ProgramCost } from '../../src/cost/program-cost.js'
import { anyChip } from '../support/chips.js'
import { programCost } from '../support/program-cost.js'
import { anyNetwork } from '../support/shapes.js'

const attempt = <T>(work: () => T): T | 'refused' => {
  try {
    return work()
  } catch (error) {
    if (error instanceof MappingError) return 'refused'
    throw error
  }
}

/** What the program takes; its counters wrap pass by pass, as those of the cost do. */
function mapped(network: Network, config: ChipConfig, batch: number): ProgramCost | 'refused' {
  return attempt(() => programCost(mapNetwork(network, config, { batch })))
}

function expectEqual(cost: ProgramCost, program: ProgramCost): void {
  const { activity, ...figures } = cost
  const { activity: counted, ...others } = program
  expect(figures).toMatchObject(others)
  // Toggled bits are halves of whole numbers added up in another order
  for (const [name, value] of Object.entries(counted!)) {
    expect(activity![name as keyof typeof activity], name).toBeCloseTo(value, 3)
  }
}

describe('the cost of a network', () => {
  it('is that of the mapped program, counters and events included', () => {
    let fitted = 0
    fc.assert(
      fc.property(anyNetwork, anyChip, fc.integer({ min: 1, max: 24 }), (network, config, batch) => {
        const cost = attempt(() => new NetworkCost(network, batch).on(config))
        const program = mapped(network, config, batch)
        if (cost === 'refused' || program === 'refused') {
          expect(cost).toBe(program)
          return
        }
        fitted++
        expectEqual(cost, program)
      }),
      { numRuns: Number(process.env.RUNS ?? 60) },
    )
    expect(fitted).toBeGreaterThan(20)
  })

  it.each([PRESETS.edge, PRESETS.caravel, PRESETS.wide])(
    'is that of the program of CNV on $name',
    (config) => {
      const network = shapeNetwork(namedShape('cnv'))
      expectEqual(new NetworkCost(network, 2).on(config), mapped(network, config, 2) as ProgramCost)
    },
  )

  it.each([
    ['tfc', 2],
    ['cnv', 1],
  ] as const)('is that of the program of %s on chips that share what was found out before', (name, batch) => {
    const network = shapeNetwork(namedShape(name))
    const cost = new NetworkCost(network, batch)
    const fields: readonly Partial<ChipConfig>[] = [
      {},
      { streamBits: 8 },
      { queueDepth: 2 },
      { streamBits: 8, queueDepth: 2 },
      { postLanes: 2 },
      { popcountStages: 0, queueDepth: 64 },
      { actWords: 2048, actBanks: 2 },
      { actWords: 2048, actBanks: 2, clockMhz: 10 },
      { actWords: 2048, clockMhz: 10 },
    ]
    for (const own of fields) {
      const config = { ...PRESETS.caravel, weightDepth: 16, accDepth: 8, ...own }
      expectEqual(cost.on(config), mapped(network, config, batch) as ProgramCost)
    }
  })

  it('counts all counters', () => {
    const { counters } = new NetworkCost(shapeNetwork(namedShape('tfc')), 1).on(PRESETS.edge)
    expect(Object.keys(counters)).toEqual([...COUNTER_NAMES])
  })
})
