import { ACTIVITY_NAMES, type Activity, PRESETS } from '@concord/arch'
import { expect, test, vi } from 'vitest'
import { loadCalibration } from '../../src/calibrate/load-calibration.js'
import { chipPrices, eventsOfBlock } from '../../src/energy/chip-prices.js'
import { estimateEnergy } from '../../src/energy/estimate-energy.js'
import { calibratedPowerUw, powerParts } from '../../src/energy/power-parts.js'
import { BLOCK_NAMES } from '../../src/structure/blocks.js'

const { edge } = PRESETS
const chip = { ...edge, actWords: 512, memories: { ...edge.memories, act: 'sram' as const } }

/** What the calibration below puts in front of an event. */
const coefficientOf = (event: string): number => 2 + event.length

// A calibration with a coefficient for every event, those of given energy included
vi.mock(import('../../src/calibrate/load-calibration.js'), async (original) => {
  const module = await original()
  const ofEveryEvent = new Proxy<Record<string, number>>(
    {},
    { get: (_, event) => coefficientOf(String(event)) },
  )
  const loadCalibration: typeof module.loadCalibration = (technology) => {
    const known = module.loadCalibration(technology)!
    const switching = Object.fromEntries(BLOCK_NAMES.map((block) => [block, ofEveryEvent]))
    return { ...known, coefficients: { ...known.coefficients, switching } }
  }
  return { ...module, loadCalibration }
})

const CYCLES = 1000
const activity = Object.fromEntries(ACTIVITY_NAMES.map((name, i) => [name, 100 + i])) as unknown as Activity
const estimate = estimateEnergy(chip, activity, CYCLES)

test('coefficients scale events, but not those whose energy is given', () => {
  const prices = chipPrices(chip)
  let given = 0
  for (const { name, events } of estimate.blocks) {
    const own = eventsOfBlock(prices, name)
    own.forEach(({ name: event, energyPj, isGiven }, place) => {
      if (isGiven) given++
      const expected = isGiven ? energyPj : coefficientOf(event) * energyPj
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
