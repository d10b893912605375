import { type ChipConfig, ConfigError, parseChipConfig } from '@concord/arch'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MappingError } from '../src/errors.js'
import { prepareSchedule } from '../src/schedule/schedule-cost.js'
import { ShapeChip } from '../src/schedule/shape-chip.js'
import { madeNetwork, makeNetwork } from './support/made-network.js'
import { chip } from './support/random-chip.js'

/** Fields that decide about sizes and about time: what is known of one chip may serve another one that differs here. */
const change = fc.record(
  {
    weightDepth: fc.integer({ min: 1, max: 40 }),
    accDepth: fc.integer({ min: 1, max: 40 }),
    actWords: fc.integer({ min: 16, max: 600 }),
    streamBits: fc.constantFrom(8, 16, 32),
    queueDepth: fc.integer({ min: 2, max: 12 }),
    popcountStages: fc.integer({ min: 0, max: 2 }),
    postLanes: fc.constantFrom(1, 2, 4, 8),
  },
  { requiredKeys: [] },
)

const changed = (base: ChipConfig, fields: object): ChipConfig => {
  try {
    return parseChipConfig({ ...base, ...fields }, 'test')
  } catch (error) {
    if (error instanceof ConfigError) return base
    throw error
  }
}

test('what is known of other chips, or was forgotten, changes no cost', () => {
  let compared = 0
  fc.assert(
    fc.property(
      madeNetwork,
      chip,
      fc.array(change, { minLength: 3, maxLength: 8 }),
      fc.integer({ min: 1, max: 3 }),
      fc.constantFrom(undefined, 0, 1000),
      (made, base, changes, batch, numbersMax) => {
        const shared = prepareSchedule(makeNetwork(made), numbersMax)
        for (const config of [base, ...changes.map((fields) => changed(base, fields)), base]) {
          const costOf = (schedule: typeof shared) => {
            try {
              return schedule.cost(config, { batch })
            } catch (error) {
              if (error instanceof MappingError) return error.message
              throw error
            }
          }
          const cost = costOf(shared)
          expect(cost).toEqual(costOf(prepareSchedule(makeNetwork(made))))
          if (typeof cost !== 'string') compared++
        }
      },
    ),
    { numRuns: Number(process.env.RUNS ?? 15) },
  )
  expect(compared).toBeGreaterThan(20)
})

test('answers about sizes hold within their bounds and nowhere else', () => {
  const size = fc.integer({ min: 1, max: 100 })
  const question = fc.record({ amount: size, most: fc.integer({ min: 1, max: 5 }), times: fc.boolean() })
  fc.assert(
    fc.property(chip, size, size, fc.array(question, { minLength: 1 }), (base, own, other, questions) => {
      const of = (accDepth: number) => ShapeChip.of({ ...base, accDepth })
      const ask = (asked: ShapeChip) =>
        questions.map(({ amount, most, times }) =>
          times ? asked.times('accDepth', amount, most) : asked.holds('accDepth', amount),
        )
      const first = of(own)
      const { value, bounds } = first.record(() => ask(first))
      const same = JSON.stringify(ask(of(other))) === JSON.stringify(value)
      expect(of(other).isWithin(bounds)).toBe(same)
    }),
  )
})
