import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FastChip } from '../../src/fast/fast-chip.js'
import { runStep } from '../../src/step/run-step.js'
import { randomChip } from './support/random-chip.js'
import { randomProgram } from './support/random-program.js'

const seed = fc.integer({ min: 0, max: 0x7fffffff })

describe('the fast path', () => {
  it('does on random legal programs exactly what the stepped model does', () => {
    fc.assert(
      fc.property(
        seed,
        seed,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        (chipSeed, programSeed, operations, inputInterval, outputInterval, activity) => {
          const config = randomChip(chipSeed)
          const stream = randomProgram(config, programSeed, operations)
          const options = { inputInterval, outputInterval, activity }
          const expected = runStep(config, stream, options)
          expect(expected.error).toBeUndefined()
          const chip = new FastChip(config, { activity })
          chip.load(stream)
          const got = { ...chip.run(options), memories: chip.memories() }
          expect(got).toEqual(expected)
        },
      ),
      { numRuns: Number(process.env.RUNS ?? 40) },
    )
  })
})
