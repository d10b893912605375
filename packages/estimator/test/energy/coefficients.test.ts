import { ACTIVITY_NAMES, type Activity, PRESETS } from '@concord/arch'
import { expect, test, vi } from 'vitest'
import { loadCalibration } from '../../src/calibrate/load-calibration.js'
import { chipPrices } from '../../src/energy/chip-prices.js'
import { estimateEnergy } from '../../src/energy/estimate-energy.js'
import { calibratedPowerUw, powerParts } from '../../src/energy/power-parts.js'

const { edge } = PRESETS
const chip = { ...edge, actWords: 512, memories: { ...edge.memories, act: 'sram' as const } }

/** What the calibration below puts in front of the event at a place of its block. */
const coefficientAt = (place: number): number => 2 + place

// A calibration with a coefficient for every event, those of given energy included
vi.mock(import('../../src/calibrate/load-calibration.js'), async (original) => {
  const module = await original()
  const loadCalibration: typeof module.loadCalibration = (technology) => {
    const known = module.loadCalibration(technology)!
    const switching = Object.fromEntries(
      Object.entries(chipPrices(chip).blocks).map(([block, { events }]) => [
        block,
        Object.fromEntries(events.map(({ name }, place) => [name, coefficientAt(place)])),
      ]),
    )
    return { ...known, coefficients: { ...known.coefficients, switching } }
  }
  return { ...module, loadCalibration }
})

const CYCLES = 1000
const activity = Object.fromEntries(ACTIVITY_NAMES.map((name, i) => [name, 100 + i])) as unknown as Activity
const estimate = estimateEnergy(chip, activity, CYCLES)

test('coefficients scale events, but not those whose energy is given', () => {
  const prices = chipPrices(chip).blocks
  let given = 0
  for (const { name, events } of estimate.blocks) {
    prices[name].events.forEach(({ energyPj, isGiven }, place) => {
      if (isGiven) given++
      const expected = isGiven ? energyPj : coefficientAt(place) * energyPj
      expect(events[place]!.energyPj).toBeCloseTo(expected, 12)
    })
  }
  expect(given).toBeGreaterThan(0)
})

test('an estimate has the power of every block that the calibration is compared with', () => {
  const parts = powerParts(chip, activity, CYCLES)
  const { coefficients } = loadCalibration(chip.technology)!
  for (const { name, totalPj } of estimate.blocks) {
    expect(calibratedPowerUw(parts, coefficients, name)).toBeCloseTo(totalPj / estimate.timeUs, 6)
  }
})
