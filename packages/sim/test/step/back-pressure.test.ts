import { PRESETS } from '@concord/arch'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CycleLimitError, runStep, StreamShapeError, stepStream } from '../../src/index.js'
import { matvecProgram } from '../support/matvec.js'
import { randomIntegers } from '../support/random.js'

describe('back-pressure', () => {
  const { nano } = PRESETS
  const program = matvecProgram(nano, { pixels: 5 })
  const free = runStep(nano, program)

  it('changes neither output nor memories, and only ever costs time', () => {
    const chance = fc.integer({ min: 1, max: 20 })
    fc.assert(
      fc.property(chance, chance, fc.nat(), (offerEvery, acceptEvery, seed) => {
        const next = randomIntegers(seed)
        const backPressure = {
          offer: () => next(offerEvery) === 0,
          accept: () => next(acceptEvery) === 0,
        }
        const slow = runStep(nano, program, { backPressure })
        expect(slow.error).toBeUndefined()
        expect(slow.output).toEqual(free.output)
        expect(slow.memories).toEqual(free.memories)
        expect(slow.counters.computeBusy).toBe(free.counters.computeBusy)
        expect(slow.cycles).toBeGreaterThanOrEqual(free.cycles)
        expect(slow.cycles).toBe(slow.counters.cycles)
      }),
      { numRuns: 40 },
    )
  })

  it('of a sink alone is seen by store alone', () => {
    let asked = 0
    const accept = () => ++asked > free.cycles + 10
    const slow = runStep(nano, program, { backPressure: { offer: () => true, accept } })
    expect(slow.output).toEqual(free.output)
    expect(slow.counters.storeWaitStream).toBe(slow.cycles - free.cycles)
  })
})

describe('the driver', () => {
  const { edge } = PRESETS

  it('pauses without changing anything', () => {
    const program = matvecProgram(edge, { pixels: 40 })
    const steps = stepStream(edge, program, { inputInterval: 9 })
    let pauses = 0
    let last = steps.next()
    for (; !last.done; last = steps.next()) pauses++
    expect(pauses).toBeGreaterThan(0)
    expect(last.value).toEqual(runStep(edge, program, { inputInterval: 9 }))
  })

  it('refuses a stream that is not whole beats', () => {
    expect(() => runStep(edge, new Uint8Array(0))).toThrow(StreamShapeError)
    expect(() => runStep(edge, new Uint8Array(6))).toThrow(/6 bytes/)
  })

  it('gives up after maxCycles', () => {
    const backPressure = { offer: () => false, accept: () => true }
    const run = () => runStep(edge, matvecProgram(edge), { backPressure, maxCycles: 50 })
    expect(run).toThrow(CycleLimitError)
    expect(run).toThrow(/0 of 120 beats/)
  })
})
