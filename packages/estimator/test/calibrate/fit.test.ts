import { ACTIVITY_NAMES, type Activity } from '@concord/arch'
import { describe, expect, test } from 'vitest'
import { areaParts, calibratedAreaUm2 } from '../../src/area/area-parts.js'
import { calibrate } from '../../src/calibrate/calibrate.js'
import type { CalibrationCoefficients } from '../../src/calibrate/calibration.js'
import { calibrationChips } from '../../src/calibrate/calibration-chips.js'
import { compareAreas, comparePowers, summariseErrors } from '../../src/calibrate/errors.js'
import { fitCoefficients, MEASURED_BLOCKS } from '../../src/calibrate/fit.js'
import type { ByBlock, TruthPoint } from '../../src/calibrate/truth.js'
import { calibratedPowerUw, powerParts } from '../../src/energy/power-parts.js'

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
  return calibrationChips(6).map((config, i) => {
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

const COEFFICIENTS: CalibrationCoefficients = {
  logic: each((block) => (block === 'postUnit' ? 1.3 : 0.9)),
  clock: each(() => 1.1),
  switching: each((block) => (block === 'lanes' ? 2 : 0.7)),
}

describe('a fit', () => {
  test('finds the coefficients that data were made with', () => {
    const fitted = fitCoefficients(truth(COEFFICIENTS), ['one', 'two'])
    expect(fitted.logic.postUnit).toBeCloseTo(1.3, 3)
    expect(fitted.logic.lanes).toBeCloseTo(0.9, 3)
    expect(fitted.switching.lanes).toBeCloseTo(2, 2)
    expect(fitted.switching.weightBanks).toBeCloseTo(0.7, 2)
    expect(fitted.clock.computeEngine).toBeCloseTo(1.1, 2)
  })

  test('leaves 1 where data say nothing', () => {
    const fitted = fitCoefficients(truth(COEFFICIENTS), [])
    expect(fitted.switching.lanes).toBe(1)
    expect(fitted.clock.lanes).toBe(1)
  })

  test('is never negative', () => {
    const points = truth({ ...COEFFICIENTS, switching: each(() => -0.5) })
    const fitted = fitCoefficients(points, ['one', 'two'])
    for (const block of MEASURED_BLOCKS) {
      expect(fitted.switching[block]).toBeGreaterThanOrEqual(0)
      expect(fitted.clock[block]).toBeGreaterThanOrEqual(0)
    }
  })
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
    const { calibration, areas, powers } = calibrate(points, {
      ...{
        technology: 'sky130_fd_sc_hd',
        training: 3,
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
  })
})
