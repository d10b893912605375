import { ACTIVITY_NAMES, type Activity, zeroActivity } from '@concord/arch'
import { describe, expect, test } from 'vitest'
import { areaParts, calibratedAreaUm2 } from '../../src/area/area-parts.js'
import { calibrate } from '../../src/calibrate/calibrate.js'
import type { CalibrationCoefficients } from '../../src/calibrate/calibration.js'
import { calibrationChips } from '../../src/calibrate/calibration-chips.js'
import { compareAreas, comparePowers, summariseErrors } from '../../src/calibrate/errors.js'
import { fitCoefficients, MEASURED_BLOCKS } from '../../src/calibrate/fit.js'
import { fitNear1 } from '../../src/calibrate/fit-near-1.js'
import type { ByBlock, TruthPoint } from '../../src/calibrate/truth.js'
import { calibratedPowerUw, powerParts } from '../../src/energy/power-parts.js'
import { loadTechnology } from '../../src/technology/load-technology.js'

const CYCLES = 1000

/** Counts that differ from run to run. */
function activity(seed: number): Activity {
  return Object.fromEntries(
    ACTIVITY_NAMES.map((name, i) => [name, ((seed * 37 + i * 11 * seed) % 97) * 40]),
  ) as unknown as Activity
}

const each = (figure: (block: (typeof MEASURED_BLOCKS)[number]) => number): ByBlock =>
  Object.fromEntries(MEASURED_BLOCKS.map((block) => [block, figure(block)]))

/** Chips that are exactly what the model with these coefficients says, but for a factor. */
function truth(coefficients: CalibrationCoefficients, factor = 1): TruthPoint[] {
  return calibrationChips('training', 6).map((config, i) => {
    const areas = areaParts(config)
    const runs = ['one', 'two'].map((name, j): [string, TruthPoint['runs'][string]] => {
      const counted = activity(1 + i + 7 * j)
      const parts = powerParts(config, counted, CYCLES)
      const power = each((block) => factor * calibratedPowerUw(parts, coefficients, block))
      return [
        name,
        { cycles: CYCLES, activity: counted, powerUw: { internal: power, switching: {}, leakage: {} } },
      ]
    })
    return {
      config,
      areaUm2: each((block) => factor * calibratedAreaUm2(areas, coefficients, block)),
      ...{ cells: 1, basis: 'PDK', yosys: '0', runs: Object.fromEntries(runs) },
    }
  })
}

/** The same for all events of a block. */
const eachEvent = (figure: (block: (typeof MEASURED_BLOCKS)[number]) => number) =>
  Object.fromEntries(
    MEASURED_BLOCKS.map((block) => {
      const events = calibrationChips('training', 6).flatMap((config) =>
        powerParts(config, activity(1), CYCLES)[block].events.map(({ name }) => name),
      )
      return [block, Object.fromEntries(events.map((event) => [event, figure(block)]))]
    }),
  )

const COEFFICIENTS: CalibrationCoefficients = {
  logic: each((block) => (block === 'postUnit' ? 1.3 : 0.9)),
  clock: each(() => 1.1),
  switching: eachEvent((block) => (block === 'lanes' ? 2 : 0.7)),
}

describe('a fit', () => {
  test('finds the coefficients that data were made with, as far as they show in the data', () => {
    const points = truth(COEFFICIENTS)
    const fitted = fitCoefficients(points, ['one', 'two'])
    expect(fitted.logic.postUnit).toBeCloseTo(1.3, 3)
    expect(fitted.logic.lanes).toBeCloseTo(0.9, 3)
    expect(fitted.clock.computeEngine).toBeCloseTo(1.1, 1)
    const before = summariseErrors(
      comparePowers(points, ['one', 'two'], { ...fitted, clock: {}, switching: {} }),
    )
    const after = summariseErrors(comparePowers(points, ['one', 'two'], fitted))
    expect(before.medianError).toBeGreaterThan(0.05)
    expect(after.worstError).toBeLessThan(0.04)
  })

  test('leaves 1 where data say nothing', () => {
    const fitted = fitCoefficients(truth(COEFFICIENTS), [])
    expect(fitted.switching.lanes).toEqual({})
    expect(fitted.clock.lanes).toBe(1)
  })

  test('is never 0 or less, where there is anything to fit', () => {
    const points = truth({ ...COEFFICIENTS, switching: eachEvent(() => -0.5) })
    const fitted = fitCoefficients(points, ['one', 'two'])
    for (const block of MEASURED_BLOCKS) {
      for (const factor of Object.values(fitted.switching[block]!)) expect(factor).toBeGreaterThan(0)
      expect(fitted.clock[block]).toBeGreaterThan(0)
    }
  })
})

describe('a fit near 1', () => {
  const observations = (
    parts: readonly Record<string, number>[],
    of: (parts: Record<string, number>) => number,
  ) => parts.map((each) => ({ target: of(each), parts: each }))

  test('takes what shows from the data, and leaves what does not at 1', () => {
    const fitted = fitNear1([
      ...observations([{ large: 4 }, { large: 2 }, { large: 3 }], ({ large }) => 1.5 * large!),
      ...observations([{ absent: 0 }], () => 0),
    ])
    expect(fitted.get('large')).toBeCloseTo(1.5, 1)
    expect(fitted.get('absent')).toBe(1)
  })

  test('is the best there is: no coefficient moved a little does better', () => {
    const seen = observations(
      [
        { a: 1, b: 2, c: 0.5 },
        { a: 2, b: 1, c: 0 },
        { a: 0.5, b: 3, c: 1 },
        { a: 3, b: 0.2, c: 2 },
      ],
      ({ a, b, c }) => 2 * a! + 1.5 * b! - c!,
    )
    const cost = (factors: Map<string, number>): number =>
      seen.reduce((sum, { target, parts }) => {
        const off = Object.entries(parts).reduce(
          (left, [name, part]) => left - factors.get(name)! * part,
          target,
        )
        const pulls = Object.entries(parts).map(([name, part]) => (part * (factors.get(name)! - 1)) ** 2)
        return sum + off * off + 0.03 * pulls.reduce((all, pull) => all + pull, 0)
      }, 0)
    const fitted = fitNear1(seen)
    expect(fitted.get('c')).toBe(0.1)
    for (const name of ['a', 'b']) {
      for (const step of [-1e-3, 1e-3]) {
        expect(cost(new Map(fitted).set(name, fitted.get(name)! + step))).toBeGreaterThan(cost(fitted))
      }
    }
  })
})

test('what only banks of macros have takes no coefficient, and none is fitted to it', () => {
  const chip = calibrationChips('training', 6).find(({ memories }) => memories.act === 'sram')!
  const counted = { ...zeroActivity(), words: 100, actWriteWords: 50 }
  const given = (counts: Activity) => {
    const { events } = powerParts(chip, counts, CYCLES).activationBanks
    return events.reduce((sum, { isGiven, uw }) => sum + (isGiven ? uw : 0), 0)
  }
  const accessPj = loadTechnology(chip.technology).macros!.sram256!.accessPj
  const columns = chip.lanes / 32
  const macrosUw = ((columns * accessPj * 150) / CYCLES) * chip.clockMhz
  // With the clock gates, and with the pins of what is accessed
  const idleUw = given(zeroActivity())
  expect(idleUw).toBeGreaterThan(0)
  expect(given(counted) - idleUw).toBeGreaterThan(macrosUw)
  expect(given(counted) - idleUw).toBeLessThan(1.5 * macrosUw)
  const parts = powerParts(chip, counted, CYCLES)
  const ofMacros = parts.activationBanks.events.filter(({ name }) => name.includes('macros'))
  expect(ofMacros.length).toBeGreaterThan(0)
  expect(ofMacros.filter(({ isGiven }) => !isGiven)).toEqual([])
  const none = { logic: {}, clock: each(() => 0), switching: eachEvent(() => 0) }
  const { leakageUw } = parts.activationBanks
  expect(calibratedPowerUw(parts, none, 'activationBanks')).toBeCloseTo(leakageUw + given(counted), 9)
})

test('banks of macros are no measure for those of latches', () => {
  const points = truth(COEFFICIENTS)
  const usesMacros = ({ config }: TruthPoint) => config.memories.act === 'sram'
  const off = truth(COEFFICIENTS, 3)
  const mixed = points.map((point, i) => (usesMacros(point) ? off[i]! : point))
  expect(mixed.filter(usesMacros)).toHaveLength(1)
  const { logic, clock, switching } = fitCoefficients(mixed, ['one'])
  const alone = fitCoefficients(
    points.filter((point) => !usesMacros(point)),
    ['one'],
  )
  expect(logic.activationBanks).toBe(alone.logic.activationBanks)
  expect(clock.activationBanks).toBe(alone.clock.activationBanks)
  expect(switching.activationBanks).toEqual(alone.switching.activationBanks)
  expect(logic.queues).toBeGreaterThan(alone.logic.queues!)
})

describe('errors', () => {
  test('are 0 where the estimate is right, and what it is off by where not', () => {
    const right = truth(COEFFICIENTS)
    expect(summariseErrors(compareAreas(right, COEFFICIENTS)).worstError).toBe(0)
    expect(summariseErrors(comparePowers(right, ['one'], COEFFICIENTS)).worstError).toBeCloseTo(0, 5)
    const off = truth(COEFFICIENTS, 1.25)
    expect(summariseErrors(compareAreas(off, COEFFICIENTS)).medianError).toBeCloseTo(0.2, 5)
    expect(summariseErrors(compareAreas(off, COEFFICIENTS)).blocks.lanes!.worstError).toBeCloseTo(0.2, 5)
    expect(summariseErrors(comparePowers(off, ['one', 'two'], COEFFICIENTS)).medianError).toBeCloseTo(0.2, 5)
  })

  test('of a calibration come from chips and workloads that it was not fitted to', () => {
    const points = [...truth(COEFFICIENTS).slice(0, 3), ...truth(COEFFICIENTS, 1.25).slice(3)]
    const { calibration, areas, powers } = calibrate(points.slice(0, 3), points.slice(3), {
      ...{
        technology: 'sky130_fd_sc_hd',
        trainingWorkloads: ['one'],
        heldOutWorkloads: ['two'],
      },
      reference: { rowAreaPerLaneUm2: 1, weightBankAreaPerBitUm2: 1, chip: 'nano', clockMhz: {} },
      provenance: { command: '', date: '', yosys: '', opensta: '', rtl: '' },
    })
    expect(areas.map(({ chip }) => chip)).toEqual(points.slice(3).map(({ config }) => config.name))
    expect(new Set(powers.map(({ workload }) => workload))).toEqual(new Set(['two']))
    expect(calibration.area.medianError).toBeCloseTo(0.2, 3)
    expect(calibration.heldOut.configurations).toBe(3)
    expect(calibration.range.rows!.max).toBe(Math.max(...points.map(({ config }) => config.rows)))
    // Banks of latches and of macros have ranges of their own
    expect(calibration.range.actWords!.max).toBeLessThanOrEqual(128)
    expect(calibration.macroWords).toEqual({ min: 256, max: 256 })
  })
})
