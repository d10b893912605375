import { ACTIVITY_NAMES, type Activity, type ActivityName, PRESETS, zeroActivity } from '@concord/arch'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EnergyError } from '../../src/energy/energy-error.js'
import { type EnergyEstimate, estimateEnergy } from '../../src/energy/estimate-energy.js'
import { blockCells, cellsOfBlock } from '../../src/structure/block-cells.js'
import { chipStructure } from '../../src/structure/chip.js'
import { chips } from '../chips.js'

const counts = fc.record(
  Object.fromEntries(ACTIVITY_NAMES.map((name) => [name, fc.integer({ min: 0, max: 1e6 })])) as Record<
    ActivityName,
    fc.Arbitrary<number>
  >,
)

/** Activity that a chip of `rows` rows can have. */
const possible = (activity: Activity, rows: number): Activity => {
  const nullWords = Math.min(activity.nullWords, activity.words)
  return {
    ...activity,
    nullWords,
    postWords: Math.min(activity.postWords, activity.actWriteWords),
    rowWords: Math.min(activity.rowWords, rows * (activity.words - nullWords)),
  }
}

const scale = (activity: Activity, factor: number): Activity =>
  Object.fromEntries(ACTIVITY_NAMES.map((name) => [name, factor * activity[name]])) as unknown as Activity

const idle: Activity = zeroActivity()

/** An array that multiplies random words in every cycle. */
const busy = (rows: number, lanes: number, cycles: number): Activity => ({
  ...idle,
  cycles,
  words: cycles,
  rowWords: cycles * rows,
  accWrites: cycles * rows,
  actReadBits: (cycles * lanes) / 2,
  weightReadBits: (cycles * rows * lanes) / 2,
  matchBits: (cycles * rows * lanes) / 2,
  accBits: 4 * cycles * rows,
})

const sum = (estimate: EnergyEstimate, part: 'switchingPj' | 'clockPj' | 'leakagePj' | 'totalPj'): number =>
  estimate.blocks.reduce((energy, block) => energy + block[part], 0)

/** Equal but for the rounding of sums. */
const expectNear = (value: number, expected: number): void => {
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected))
}

describe('estimateEnergy', () => {
  it('adds up: parts, blocks, events, units', () => {
    fc.assert(
      fc.property(chips, counts, fc.integer({ min: 1, max: 1e6 }), (config, activity, cycles) => {
        const estimate = estimateEnergy(config, possible(activity, config.rows), cycles, { inputs: 10 })
        const totalPj = sum(estimate, 'totalPj')
        expect(
          sum(estimate, 'switchingPj') + sum(estimate, 'clockPj') + sum(estimate, 'leakagePj'),
        ).toBeCloseTo(totalPj, -3)
        expectNear(estimate.totalNj.value * 1e3, totalPj)
        expectNear(estimate.energyPerInputNj!.value, estimate.totalNj.value / 10)
        expectNear(estimate.averagePowerMw.value * estimate.timeUs, estimate.totalNj.value)
        for (const block of estimate.blocks) {
          const events = block.events.reduce((energy, { count, energyPj }) => energy + count * energyPj, 0)
          expectNear(events, block.switchingPj)
          for (const event of block.events) {
            expect(event.energyPj).toBeGreaterThanOrEqual(0)
            expect(event.count).toBeGreaterThanOrEqual(0)
          }
        }
      }),
      { numRuns: 40 },
    )
  })

  it('switching is linear in the activity; clock and leakage do not depend on it', () => {
    fc.assert(
      fc.property(chips, counts, fc.integer({ min: 2, max: 9 }), (config, activity, factor) => {
        const legal = { ...possible(activity, config.rows), cycles: 0 }
        const one = estimateEnergy(config, legal, 1)
        const many = estimateEnergy(config, scale(legal, factor), 1)
        const perCycle = sum(estimateEnergy(config, idle, 1), 'switchingPj')
        expectNear(sum(many, 'switchingPj'), factor * sum(one, 'switchingPj') - (factor - 1) * perCycle)
        expect(sum(many, 'clockPj')).toBe(sum(one, 'clockPj'))
        expect(sum(many, 'leakagePj')).toBe(sum(one, 'leakagePj'))
      }),
      { numRuns: 40 },
    )
  })

  const priced = ACTIVITY_NAMES.filter(
    (name) => !['cycles', 'nullWords', 'rowWords', 'accWrites', 'drainWrites', 'postWords'].includes(name),
  )
  it.each(priced)('every more of %s costs more', (name) => {
    const config = { ...PRESETS.edge, residualWords: 64, vector: true }
    const activity = busy(config.rows / 2, config.lanes, 100)
    const more = { ...activity, [name]: activity[name] + 1 }
    expect(estimateEnergy(config, more, 100).totalNj.value).toBeGreaterThan(
      estimateEnergy(config, activity, 100).totalNj.value,
    )
  })

  it('an idle chip burns its clock and leaks; twice the clock halves the leakage of the same cycles', () => {
    const slow = estimateEnergy(PRESETS.edge, idle, 1000)
    const fast = estimateEnergy({ ...PRESETS.edge, clockMhz: 200 }, idle, 1000)
    expect(sum(slow, 'clockPj')).toBeGreaterThan(0)
    expect(sum(fast, 'clockPj')).toBeCloseTo(sum(slow, 'clockPj'), 6)
    expect(sum(fast, 'leakagePj')).toBeCloseTo(sum(slow, 'leakagePj') / 2, 9)
  })

  it('a slow hot corner costs less at its lower voltage and leaks more', () => {
    const activity = busy(32, 32, 1000)
    const typical = estimateEnergy(PRESETS.edge, activity, 1000)
    const slow = estimateEnergy({ ...PRESETS.edge, corner: 'ss_100C_1v60' }, activity, 1000)
    expect(slow.voltageV).toBe(1.6)
    expect(sum(slow, 'clockPj')).toBeLessThan(sum(typical, 'clockPj'))
    expect(sum(slow, 'leakagePj')).toBeGreaterThan(10 * sum(typical, 'leakagePj'))
  })

  it('a flip-flop costs its 40 fJ a cycle and its wire', () => {
    const estimate = estimateEnergy(PRESETS.edge, idle, 1)
    const perFlopPj = (block: 'queues' | 'counters') => {
      const { flop = 0, resetFlop = 0 } = cellsOfBlock(blockCells(chipStructure(PRESETS.edge)), block)
      return estimate.blocks.find(({ name }) => name === block)!.clockPj / (flop + resetFlop)
    }
    expect(perFlopPj('queues')).toBeGreaterThan(0.04)
    expect(perFlopPj('queues')).toBeLessThan(0.08)
    // Behind clock gates, and nothing is counted
    expect(perFlopPj('counters')).toBeLessThan(0.004)
  })

  it('defines 1 MAC as 2 OP: peak, efficiency, energy of an operation', () => {
    const { rows, lanes, clockMhz } = PRESETS.edge
    const estimate = estimateEnergy(PRESETS.edge, busy(rows, lanes, 1000), 1000)
    expect(estimate.peakTops.value).toBeCloseTo((2 * rows * lanes * clockMhz * 1e6) / 1e12, 12)
    expect(estimate.tops.value).toBeCloseTo(estimate.peakTops.value, 12)
    expect(estimate.ops).toBe(2 * 1000 * rows * lanes)
    expect(estimate.topsPerWatt.value * estimate.energyPerOpPj.value).toBeCloseTo(1, 9)
    expect(estimate.topsPerWatt.value).toBeCloseTo(
      estimate.tops.value / (estimate.averagePowerMw.value / 1e3),
      6,
    )
  })

  it('a busy array lies in the range that its cells allow: 0.1 to 1 pJ an operation', () => {
    for (const config of [PRESETS.edge, PRESETS.caravel]) {
      const { value } = estimateEnergy(config, busy(config.rows, config.lanes, 1000), 1000).energyPerOpPj
      expect(value).toBeGreaterThan(0.1)
      expect(value).toBeLessThan(1)
    }
  })

  it.each([
    ['a corner without facts', { ...PRESETS.nano, corner: 'tt_100C_1v80' }, 1, undefined, 'corner'],
    ['no cycles', PRESETS.nano, 0, undefined, 'cycles'],
    ['cycles that are not a number', PRESETS.nano, Number.NaN, undefined, 'cycles'],
    ['no inputs', PRESETS.nano, 1, 0, 'inputs'],
  ])('refuses %s', (_what, config, cycles, inputs, field) => {
    const estimate = () => estimateEnergy(config, idle, cycles, inputs === undefined ? {} : { inputs })
    expect(estimate).toThrow(EnergyError)
    expect(estimate).toThrow(field)
  })
})
