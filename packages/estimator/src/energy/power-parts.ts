import type { Activity, ChipConfig } from '@concord/arch'
import type { CalibrationCoefficients } from '../calibrate/calibration.js'
import { BLOCK_NAMES, type BlockName } from '../structure/blocks.js'
import { chipPrices } from './chip-prices.js'

/** Mean power of a block over a run, µW. */
export interface BlockPowerParts {
  readonly clockUw: number
  readonly leakageUw: number
  /** Of events whose energy is given. */
  readonly givenUw: number
  /** Of the others, by name of the event. */
  readonly eventsUw: Readonly<Record<string, number>>
}

/** Mean power of every block over a run as the structure and the cell facts have it. */
export type PowerParts = Readonly<Record<BlockName, BlockPowerParts>>

const UW_PER_NW = 1e-3

/** Splits the mean power of a run by block and event. One pJ a cycle at one MHz is one µW. */
export function powerParts(config: ChipConfig, activity: Activity, cycles: number): PowerParts {
  const { blocks } = chipPrices(config)
  const counted = { ...activity, cycles }
  return Object.fromEntries(
    BLOCK_NAMES.map((name): [BlockName, BlockPowerParts] => {
      const { events, clockCyclePj, leakageNw } = blocks[name]
      const eventsUw: Record<string, number> = {}
      let givenUw = 0
      for (const { name: event, count, energyPj, isGiven } of events) {
        const uw = (count(counted) / cycles) * energyPj * config.clockMhz
        if (isGiven) givenUw += uw
        else eventsUw[event] = uw
      }
      const clockUw = clockCyclePj * config.clockMhz
      return [name, { clockUw, leakageUw: leakageNw * UW_PER_NW, givenUw, eventsUw }]
    }),
  ) as unknown as PowerParts
}

/** Power of a block with the coefficients of its clock and of its events, µW. */
export function calibratedPowerUw(
  parts: PowerParts,
  { clock, switching }: CalibrationCoefficients,
  block: BlockName,
): number {
  const { clockUw, leakageUw, givenUw, eventsUw } = parts[block]
  const factors = switching[block]
  let sum = (clock[block] ?? 1) * clockUw + leakageUw + givenUw
  for (const event in eventsUw) sum += (factors?.[event] ?? 1) * eventsUw[event]!
  return sum
}
