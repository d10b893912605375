import { PRESETS, StreamWriter } from '@concord/arch'
import { describe, expect, it } from 'vitest'
import { runStep } from '../../src/index.js'
import { edge } from '../support/chips.js'
import { matvecProgram } from '../support/matvec.js'

const { nano } = PRESETS

describe('cycles of hand-written programs', () => {
  it('BEGIN END: accepted in 0 and 1, dispatched in 1 and 2, done from 3 on', () => {
    const { cycles, counters, error } = runStep(edge, new StreamWriter(edge).begin().end().bytes())
    expect(error).toBeUndefined()
    expect(cycles).toBe(3)
    expect(counters.cycles).toBe(3)
  })

  it('BEGIN END in beats of a byte: complete at the end of 3 and 7', () => {
    expect(runStep(nano, new StreamWriter(nano).begin().end().bytes()).cycles).toBe(9)
  })

  it('a beat every third cycle: END accepted in 3, dispatched in 4', () => {
    const result = runStep(edge, new StreamWriter(edge).begin().end().bytes(), { inputInterval: 3 })
    expect(result.cycles).toBe(5)
    expect(result.counters.loadWaitStream).toBe(1)
  })

  // Accepted: 0 BEGIN, 1 LOAD_ACT (payload 3, 4), 5 GIVE, 6 LOAD_WEIGHTS (8..71), 72 LOAD_THRESHOLDS (74..105), 106 and 107
  // GIVE, 108..110 TAKE, 111..117 SET, 118 RUN, 119 GIVE, 120 TAKE, 121 STORE, 122 END. An instruction dispatches one cycle
  // after it is accepted and executes one later: RUN in 120. Words issue in 125 and 126 (e + 5 on), D = 8 + 1, and the next
  // instruction executes in 126 + 5 + 1 + 9 = 141. Store TAKEs in 142, STOREs in 143, its beat leaves in 144.
  it('a fully connected layer', () => {
    const { cycles, counters, error } = runStep(edge, matvecProgram(edge))
    expect(error).toBeUndefined()
    expect(cycles).toBe(145)
    expect(counters).toEqual({
      cycles: 145,
      loadBusy: 2 + 64 + 32,
      loadWaitStream: 0,
      loadWaitCompute: 0,
      loadWaitStore: 0,
      loadWaitQueue: 0,
      computeBusy: 2,
      computeWaitLoad: 0,
      computeWaitStore: 0,
      computeWaitPost: 2 + 1 + 2 + 9,
      computeWaitStream: 110 + 3,
      storeBusy: 1,
      storeWaitLoad: 0,
      storeWaitCompute: 142 - 122,
      storeWaitStream: 0,
      storeIdle: 122,
    })
  })

  it('the last word of a pixel waits for the post unit: a pixel every D = 9 cycles', () => {
    const one = runStep(edge, matvecProgram(edge, { pixels: 1, groups: 2 }))
    const four = runStep(edge, matvecProgram(edge, { pixels: 4, groups: 2 }))
    expect(four.cycles - one.cycles).toBe(3 * 2 + 3 * 9)
    // Of each period of nine cycles two issue, and seven hold the last word back
    expect(four.counters.computeBusy).toBe(8)
    expect(four.counters.computeWaitPost).toBe(14 + 3 * 7)
  })

  it('a pixel of more words than D takes its words', () => {
    const one = runStep(edge, matvecProgram(edge, { pixels: 1, groups: 12 }))
    const four = runStep(edge, matvecProgram(edge, { pixels: 4, groups: 12 }))
    expect(four.cycles - one.cycles).toBe(3 * 12 + 3 * 12)
    expect(four.counters.computeWaitPost).toBe(14)
  })

  it('a RUN that saves does not wait for the post unit: D = 0', () => {
    for (const popcountStages of [0, 1, 2]) {
      const config = { ...edge, popcountStages }
      const { cycles, counters } = runStep(config, matvecProgram(config, { run: { save: true } }))
      expect(cycles).toBe(133 + popcountStages)
      expect(counters.computeWaitPost).toBe(2 + popcountStages)
    }
  })

  it('popcount stages delay by a cycle each', () => {
    const cycles = [0, 1, 2].map((popcountStages) => {
      const config = { ...edge, popcountStages }
      return runStep(config, matvecProgram(config)).cycles
    })
    expect(cycles).toEqual([144, 145, 146])
  })

  it('a full queue holds the command unit until a pop has made room', () => {
    const config = { ...edge, queueDepth: 2 }
    const writer = new StreamWriter(config).begin()
    // Accepted in 1..6; pushed at the end of 2..; TAKE stays at the head until compute owns bank 0
    writer.instruction({ op: 'TAKE', engine: 'store', bank: 0 })
    writer.set('STORE_ADDR', { address: 1 }).set('STORE_ADDR', { address: 2 })
    const { error, counters } = runStep(config, writer.end().bytes())
    // TAKE is dispatched in 2, the first SET in 3, the second waits from 4: nothing will ever move
    expect(error).toEqual({ code: 9, engine: 0, index: 3, cycle: 4 })
    expect(counters.loadWaitQueue).toBe(1)
    expect(counters.storeWaitLoad).toBe(2)
  })

  it('the sink is taken at its word: a beat every fifth cycle', () => {
    const writer = new StreamWriter(edge).begin()
    writer.instruction({ op: 'LOAD_ACT', bank: 0, count: 4 }).words(new Uint8Array(16))
    writer.instruction({ op: 'GIVE', engine: 'load', bank: 0, to: 'store' })
    writer
      .instruction({ op: 'TAKE', engine: 'store', bank: 0 })
      .instruction({ op: 'STORE', bank: 0, count: 4 })
    const stream = writer.end().bytes()
    // GIVE accepted in 7, dispatched in 8; STORE accepted in 9, executes in 11; beats from 12 on
    expect(runStep(edge, stream).cycles).toBe(16)
    const slow = runStep(edge, stream, { outputInterval: 5 })
    expect(slow.cycles).toBe(12 + 3 * 5 + 1)
    expect(slow.counters.storeWaitStream).toBe(3 * 4)
  })
})
