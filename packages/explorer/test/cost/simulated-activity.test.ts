import { ACTIVITY_NAMES, type Activity, type ActivityName, type ChipConfig, PRESETS } from '@concord/arch'
import { MappingError, type Network, shapeNetwork } from '@concord/mapper'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NetworkCost } from '../../src/cost/network-cost.js'
import { simulatedActivity } from '../../src/cost/simulated-activity.js'
import { anyChip } from '../support/chips.js'
import { anyNetwork } from '../support/shapes.js'

const EVENTS = ACTIVITY_NAMES.filter((name) => !name.endsWith('Bits'))

const pick = (activity: Activity, names: readonly ActivityName[]) =>
  Object.fromEntries(names.map((name) => [name, activity[name]]))

const powerOfTwo = (min: number, max: number) => fc.integer({ min, max }).map((exponent) => 2 ** exponent)

interface FullLayer {
  readonly config: ChipConfig
  /** Words of an input. */
  readonly words: number
  readonly channels: number
  readonly batch: number
}

/** A layer whose words fill all lanes, and a chip that adds up all words of an input in one RUN. */
const anyFullLayer: fc.Arbitrary<FullLayer> = fc
  .record({
    rows: powerOfTwo(2, 5),
    lanes: powerOfTwo(4, 6),
    words: fc.integer({ min: 2, max: 4 }),
    channels: fc.integer({ min: 1, max: 60 }),
    batch: fc.integer({ min: 2, max: 8 }),
  })
  .map(({ rows, lanes, ...layer }) => ({
    ...layer,
    config: { ...PRESETS.caravel, rows, lanes, postLanes: 1, streamBits: 8 },
  }))

/** Activity in closed form, and as the simulator counts it on random inputs; undefined where the network does not fit. */
function activities(network: Network, config: ChipConfig, batch: number): [Activity, Activity] | undefined {
  try {
    return [new NetworkCost(network, batch).on(config).activity!, simulatedActivity(network, config, batch)]
  } catch (error) {
    if (error instanceof MappingError) return undefined
    throw error
  }
}

/** Activity of such a layer, as above. */
function fullLayerActivities({ config, words, channels, batch }: FullLayer): [Activity, Activity] {
  const input = { channels: words * config.lanes, width: 1, height: 1 }
  const network = shapeNetwork({ name: 'full', input, layers: [{ name: 'only', channels, kernel: 1 }] })
  return activities(network, config, batch)!
}

/** Of n fair bits, m of which change together, n/2 change, give or take √(m·n)/2; five of these deviations are seen once in two million times. */
function expectNear(counted: number, told: number, together: number): void {
  expect(told).toBeGreaterThan(0)
  expect(Math.abs(counted - told)).toBeLessThan(5 * Math.sqrt((together * told) / 2))
}

describe('activity in closed form', () => {
  it('has the events of the simulator, to the last one', () => {
    let [compared, nulls] = [0, 0]
    fc.assert(
      fc.property(anyNetwork, anyChip, fc.integer({ min: 1, max: 4 }), (network, config, batch) => {
        const both = activities(network, config, batch)
        if (both === undefined) return
        const [told, counted] = both
        expect(pick(told, EVENTS)).toEqual(pick(counted, EVENTS))
        compared++
        if (counted.nullWords > 0) nulls++
      }),
      { numRuns: Number(process.env.RUNS ?? 150) },
    )
    expect(compared).toBeGreaterThan(30)
    expect(nulls).toBeGreaterThan(3)
  })

  it('expects the toggled bits of operands that are independent random words', () => {
    fc.assert(
      fc.property(anyFullLayer, (layer) => {
        const [told, counted] = fullLayerActivities(layer)
        const { config, words, channels, batch } = layer
        // How many bits change together: every input sees the same weights, of two words forth and back, and every row group the same inputs
        const together = {
          weightReadBits: words === 2 ? 2 * batch : batch,
          actReadBits: Math.ceil(channels / config.rows),
          matchBits: 1,
        }
        for (const name of ['weightReadBits', 'actReadBits', 'matchBits'] as const) {
          expectNear(counted[name], told[name], together[name])
        }
      }),
      { numRuns: 60 },
    )
  })

  it('expects the only weight word of a row to change with every RUN', () => {
    const config: ChipConfig = { ...PRESETS.caravel, rows: 16, lanes: 64, postLanes: 1, streamBits: 8 }
    for (const rowGroups of [3, 5, 11]) {
      for (const batch of [1, 5]) {
        const layer = { config, words: 1, channels: 16 * rowGroups, batch }
        const [told, counted] = fullLayerActivities(layer)
        expectNear(counted.weightReadBits, told.weightReadBits, batch)
      }
    }
  })

  it('expects more of sums than changes, but less than twice as much: their upper bits are mostly still', () => {
    const totals = { accBits: [0, 0], drainBits: [0, 0] }
    fc.assert(
      fc.property(anyFullLayer, (layer) => {
        const [told, counted] = fullLayerActivities(layer)
        for (const name of ['accBits', 'drainBits'] as const) {
          totals[name][0] += told[name]
          totals[name][1] += counted[name]
        }
      }),
      { numRuns: 60 },
    )
    for (const [told, counted] of Object.values(totals)) {
      expect(counted).toBeGreaterThan(told / 2)
      expect(counted).toBeLessThan(told)
    }
  })
})
