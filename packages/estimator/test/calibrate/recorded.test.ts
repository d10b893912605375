import { PRESETS } from '@concord/arch'
import { describe, expect, test } from 'vitest'
import { estimateArea } from '../../src/area/estimate-area.js'
import { activityOf, MEASURED_BLOCKS, measuredPowerUw, sumOfBlocks } from '../../src/calibrate/fit.js'
import { describeError, loadCalibration, outsideCalibration } from '../../src/calibrate/load-calibration.js'
import { readTruth } from '../../src/calibrate/truth-file.js'
import { estimateEnergy } from '../../src/energy/estimate-energy.js'
import { rtlFingerprint } from '../../src/synthesis/rtl-fingerprint.js'

const TECHNOLOGY = 'sky130_fd_sc_hd'
const calibration = loadCalibration(TECHNOLOGY)!
const points = readTruth(TECHNOLOGY)
const heldOut = points.slice(calibration.training.configurations)

/** Errors that a held-out chip may have at most. */
const BUDGET = { area: 0.1, power: 0.2 }

describe('the calibration that is kept', () => {
  test('meets its budgets on chips and workloads that it was not fitted to', () => {
    expect(heldOut).toHaveLength(calibration.heldOut.configurations)
    expect(heldOut.length).toBeGreaterThanOrEqual(20)
    expect(calibration.area.medianError).toBeLessThanOrEqual(0.05)
    expect(calibration.area.worstError).toBeLessThanOrEqual(BUDGET.area)
    expect(calibration.power.medianError).toBeLessThanOrEqual(0.1)
    expect(calibration.power.worstError).toBeLessThanOrEqual(BUDGET.power)
    const { training, heldOut: other } = calibration
    expect(other.workloads.length).toBeGreaterThanOrEqual(3)
    expect(other.workloads.filter((workload) => training.workloads.includes(workload))).toEqual([])
  })

  // Another RTL is another chip: what was measured says nothing about it until `concord calibrate` has measured anew
  const isCurrent = calibration.provenance.rtl === rtlFingerprint()
  if (!isCurrent)
    console.warn(
      'SKIPPED: estimates against measured chips: they were measured with an earlier state of the RTL',
    )

  test.runIf(isCurrent).each(heldOut.slice(0, 3).map((point) => ({ name: point.config.name, point })))(
    'estimates as they are made now are within the budgets: $name',
    ({ point: { config, areaUm2, runs } }) => {
      const area = estimateArea(config)
      const areaOf = new Map(area.blocks.map(({ name, areaUm2: figure }) => [name, figure.value]))
      const measuredArea = sumOfBlocks((block) => areaUm2[block] ?? 0)
      expect(Math.abs(sumOfBlocks((block) => areaOf.get(block)!) / measuredArea - 1)).toBeLessThan(
        BUDGET.area,
      )
      for (const name of calibration.heldOut.workloads.filter((workload) => workload in runs)) {
        const run = runs[name]!
        const { blocks, timeUs } = estimateEnergy(config, activityOf(run), run.cycles)
        const estimatedUw = blocks
          .filter((block) => MEASURED_BLOCKS.includes(block.name))
          .reduce((sum, { totalPj }) => sum + totalPj / timeUs, 0)
        const measuredUw = sumOfBlocks((block) => measuredPowerUw(run, block))
        expect(Math.abs(estimatedUw / measuredUw - 1), name).toBeLessThan(BUDGET.power)
      }
    },
  )

  test('is said with every estimate, and what lies outside of it', () => {
    const inside = heldOut[0]!.config
    expect(outsideCalibration(inside, calibration)).toEqual([])
    expect(estimateArea(inside).cellAreaUm2.error).toMatch(
      /^median [\d.]+ %, worst [\d.]+ % on \d+ held-out chips(, with an earlier state of the RTL)?$/,
    )
    expect(describeError(inside, 'power')).toContain(`${calibration.heldOut.workloads.length} workloads`)
    expect(describeError(inside, 'power').includes('an earlier state of the RTL')).toBe(
      calibration.provenance.rtl !== rtlFingerprint(),
    )
    const { caravel } = PRESETS
    expect(estimateArea(caravel).cellAreaUm2.error).toContain(
      `outside of the calibrated range: rows ${caravel.rows}`,
    )
    expect(describeError({ ...inside, memories: { ...inside.memories, acc: 'flop' } }, 'area')).toContain(
      'memories.acc flop, not latch',
    )
    expect(describeError({ ...inside, residualWords: 2 ** 20 }, 'area')).toContain(
      'residualWords 1048576, not 0..',
    )
  })
})
