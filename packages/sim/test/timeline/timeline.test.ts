import { type CounterName, PRESETS, StreamWriter } from '@concord/arch'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runStep } from '../../src/step/run-step.js'
import { countCycles, IllegalProgramError, prepareTimeline } from '../../src/timeline/count-cycles.js'
import { randomChip } from '../fast/support/random-chip.js'
import { randomProgram } from '../fast/support/random-program.js'

const seed = fc.integer({ min: 0, max: 0x7fffffff })
const interval = fc.integer({ min: 1, max: 40 })

describe('the timeline of a program', () => {
  it('is that of the stepped model at every rate, prepared once', () => {
    fc.assert(
      fc.property(
        seed,
        seed,
        fc.integer({ min: 1, max: 10 }),
        fc.array(fc.tuple(interval, interval), { minLength: 1, maxLength: 3 }),
        (chip, program, operations, rates) => {
          const config = randomChip(chip)
          const stream = randomProgram(config, program, operations)
          const timeline = prepareTimeline(config, stream)!
          for (const [inputInterval, outputInterval] of rates) {
            const { cycles, counters } = runStep(config, stream, { inputInterval, outputInterval })
            expect(timeline.evaluate({ inputInterval, outputInterval })).toEqual({ cycles, counters })
          }
        },
      ),
      { numRuns: Number(process.env.RUNS ?? 30) },
    )
  })

  it('says for each instruction what it added to the counters', () => {
    fc.assert(
      fc.property(seed, seed, interval, interval, (chip, program, inputInterval, outputInterval) => {
        const config = { ...randomChip(chip), counterBits: 32 }
        const stream = randomProgram(config, program, 10)
        const { cycles, counters, spans } = countCycles(config, stream, { inputInterval, outputInterval })
        const sums: Record<string, number> = {}
        for (const { dispatched, start, end, counts } of spans) {
          expect(start).toBeLessThan(end)
          expect(dispatched).toBeLessThan(end)
          expect(end).toBeLessThanOrEqual(cycles)
          for (const [name, count] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + count
        }
        for (const [name, count] of Object.entries(counters) as [CounterName, number][]) {
          if (name === 'cycles' || name === 'computeWaitStream' || name === 'storeIdle') continue
          expect([name, sums[name] ?? 0]).toEqual([name, count])
        }
      }),
      { numRuns: 30 },
    )
  })

  it('splits the wait for a bank by those who own it meanwhile', () => {
    const config = PRESETS.nano
    const writer = new StreamWriter(config).begin()
    // load waits for bank 0 while compute holds it, then store
    writer.instruction({ op: 'GIVE', engine: 'load', bank: 0, to: 'compute' })
    writer.set('IN_ADDR', { address: 0 }).set('ORIGIN', { x: 0, y: 0 })
    writer.instruction({ op: 'GIVE', engine: 'compute', bank: 0, to: 'store' })
    writer.instruction({ op: 'TAKE', engine: 'store', bank: 0 })
    writer.instruction({ op: 'STORE', bank: 0, count: 20 })
    writer.instruction({ op: 'GIVE', engine: 'store', bank: 0, to: 'load' })
    writer.instruction({ op: 'TAKE', engine: 'load', bank: 0 })
    const { counters, spans } = countCycles(config, writer.end().bytes(), { outputInterval: 3 })
    expect(counters.loadWaitStore).toBeGreaterThan(50)
    expect(spans[8]!.counts.loadWaitStore).toBe(counters.loadWaitStore)
    expect(counters).toEqual(runStep(config, writer.bytes(), { outputInterval: 3 }).counters)
  })

  it('tells whether a bank that is used without TAKE is owned in time, rate by rate', () => {
    const config = PRESETS.nano
    const writer = new StreamWriter(config).begin()
    writer.instruction({ op: 'GIVE', engine: 'load', bank: 0, to: 'store' })
    writer.instruction({ op: 'STORE', bank: 0, count: 40 })
    writer.instruction({ op: 'GIVE', engine: 'store', bank: 0, to: 'load' })
    writer
      .set('LOAD_ADDR', { address: 1 })
      .instruction({ op: 'LOAD_ACT', bank: 0, count: 1 })
      .words(new Uint8Array(2))
    const stream = writer.end().bytes()
    const timeline = prepareTimeline(config, stream)!
    const verdicts = [1, 2, 4, 8, 16].map((inputInterval) => {
      const { error, cycles } = runStep(config, stream, { inputInterval })
      const count = timeline.evaluate({ inputInterval })
      expect(count?.cycles).toBe(error ? undefined : cycles)
      return error === undefined
    })
    expect(new Set(verdicts)).toEqual(new Set([true, false]))
  })

  it('refuses a program that the chip reports an error on', () => {
    const config = PRESETS.edge
    const writer = new StreamWriter(config).begin()
    writer.instruction({ op: 'TAKE', engine: 'compute', bank: 0 })
    const stream = writer.end().bytes()
    expect(runStep(config, stream).error?.code).toBe(9)
    expect(prepareTimeline(config, stream)).toBeUndefined()
    expect(() => countCycles(config, stream)).toThrow(IllegalProgramError)
  })
})
