import type { Activity, ChipConfig } from '@concord/arch'
import { BLOCK_NAMES } from '../structure/blocks.js'
import { loadTechnology } from '../technology/load-technology.js'
import { chipPrices } from './chip-prices.js'
import { EnergyError } from './energy-error.js'

/** What a run costs, as numbers; of each block at its place in `BLOCK_NAMES`. */
export interface RunEnergy {
  /** Counted events times their energy. */
  readonly switchingPj: readonly number[]
  /** Clock inputs (in `clockTree`: its buffers), every cycle. */
  readonly clockPj: readonly number[]
  readonly leakagePj: readonly number[]
  readonly totalPj: number
}

/** One nanowatt for one microsecond, in pJ. */
const PJ_PER_NW_US = 1e-3

/**
 * Prices a run: its counted events, the clock, and leakage.
 *
 * @param counted - toggles and events as a simulator counted them, and the length of the run, at least 1 cycle
 * @throws EnergyError when the configuration's corner has no facts, or the run has no cycle
 */
export function runEnergy(config: ChipConfig, counted: Activity): RunEnergy {
  const { cycles } = counted
  const technology = loadTechnology(config.technology)
  if (!(config.corner in technology.corners)) {
    const known = Object.keys(technology.corners).join(', ')
    throw new EnergyError('corner', config.corner, `one of ${known} for ${technology.name}`)
  }
  if (!(cycles >= 1)) throw new EnergyError('cycles', cycles, 'at least 1')
  const { families, clockCyclePj, clockCoefficients, leakageNw } = chipPrices(config)
  const timeUs = cycles / config.clockMhz
  const [switchingPj, clockPj, leakagePj]: [number[], number[], number[]] = [[], [], []]
  for (let i = 0; i < BLOCK_NAMES.length; i++) {
    switchingPj.push(0)
    clockPj.push(cycles * clockCyclePj[i]! * clockCoefficients[i]!)
    leakagePj.push(leakageNw[i]! * timeUs * PJ_PER_NW_US)
  }
  for (const { events, places, calibratedPj } of families) {
    for (let i = 0; i < events.length; i++)
      switchingPj[places[i]!]! += events[i]!.count(counted) * calibratedPj[i]!
  }
  let totalPj = 0
  for (let i = 0; i < BLOCK_NAMES.length; i++) totalPj += switchingPj[i]! + clockPj[i]! + leakagePj[i]!
  return { switchingPj, clockPj, leakagePj, totalPj }
}
