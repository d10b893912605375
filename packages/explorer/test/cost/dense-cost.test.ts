import { PRESETS } from '@concord/arch'
import { lower, MappingError } from '@concord/mapper'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DenseCost, FitError } from '../../src/cost/dense-cost.js'
import { denseLayers } from '../../src/cost/dense-layer.js'
import { exactCost } from '../../src/cost/exact-cost.js'
import { anyChip } from '../support/chips.js'
import { anyNetworkShape, madeNetwork } from '../support/networks.js'

const attempt = <T>(work: () => T): T | 'refused' => {
  try {
    return work()
  } catch (error) {
    if (error instanceof MappingError || error instanceof FitError) return 'refused'
    throw error
  }
}

describe('the cost of fully connected networks', () => {
  it('equals that of the mapped program, counters and events included', () => {
    let fitted = 0
    fc.assert(
      fc.property(anyNetworkShape, anyChip, fc.integer({ min: 1, max: 24 }), (shape, config, batch) => {
        const network = madeNetwork(shape)
        const cost = new DenseCost(denseLayers(lower(network))!, batch)
        fc.pre(cost.fits(config) || batch === 1)
        const fast = attempt(() => cost.on(config))
        const exact = attempt(() => exactCost(network, config, batch, batch))
        if (fast === 'refused' || exact === 'refused') {
          expect(fast).toBe(exact)
          return
        }
        fitted++
        expect(fast.cycles).toBe(exact.cycles)
        // Of two schedules that take equally long the mapper may choose the other
        if (fast.instructions === exact.instructions) expect(fast).toEqual(exact)
      }),
      { numRuns: 100 },
    )
    expect(fitted).toBeGreaterThan(30)
  })

  it.each(Object.values(PRESETS))('equals it on $name', (config) => {
    const network = madeNetwork({ widths: [300, 200, 10], actBits: [1, 1], weightKinds: [1, 2] })
    for (const batch of [1, 8]) {
      const cost = new DenseCost(denseLayers(lower(network))!, batch)
      if (!cost.fits(config)) continue
      expect(cost.on(config)).toEqual(exactCost(network, config, batch, batch))
    }
  })
})
