import { COUNTER_NAMES, parseStream, programPasses } from '@concord/arch'
import { countCycles } from '@concord/sim'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MappingError } from '../src/errors.js'
import { mapNetwork } from '../src/program/map-network.js'
import { prepareSchedule } from '../src/schedule/schedule-cost.js'
import { madeNetwork, makeNetwork } from './support/made-network.js'
import { chip } from './support/random-chip.js'

const attempt = <T>(work: () => T): T | undefined => {
  try {
    return work()
  } catch (error) {
    if (error instanceof MappingError) return undefined
    throw error
  }
}

test('the cost of a schedule is that of its program, pass by pass', () => {
  let compared = 0
  fc.assert(
    fc.property(madeNetwork, chip, fc.integer({ min: 1, max: 4 }), (made, config, batch) => {
      const network = makeNetwork(made)
      const cost = attempt(() => prepareSchedule(network).cost(config, { batch }))
      const program = attempt(() => mapNetwork(network, config, { batch }))
      expect(cost === undefined).toBe(program === undefined)
      if (cost === undefined || program === undefined) return
      compared++
      const passes = programPasses(program)
      expect(cost.passes.length).toBe(passes.length)
      for (const [i, { stream, outputBytes }] of passes.entries()) {
        const { cycles, counters } = countCycles(config, stream)
        expect(cost.passes[i]).toMatchObject({ cycles, counters, outputBytes, streamBytes: stream.length })
        expect(cost.passes[i].instructions).toBe(parseStream(config, stream).length)
      }
      expect(cost.streamBytes).toBe(program.stream.length)
      for (const name of COUNTER_NAMES) {
        expect(cost.counters[name]).toBe(cost.passes.reduce((sum, pass) => sum + pass.counters[name], 0))
      }
    }),
    { numRuns: Number(process.env.RUNS ?? 20) },
  )
  expect(compared).toBeGreaterThan(5)
})
