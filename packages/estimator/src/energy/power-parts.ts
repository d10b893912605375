import type { Activity, ChipConfig } from '@concord/arch'
import type { CalibrationCoefficients } from '../calibrate/calibration.js'
import { BLOCK_NAMES, type BlockName } from '../structure/blocks.js'
import { chipPrices, eventsOfBlock } from './chip-prices.js'
import { coefficientOf, type EnergyEvent } from './event.js'

/** Mean power of an event over a run, µW, without any coefficient. */
export interface EventPower extends Pick<EnergyEvent, 'name' | 'isGiven'> {
  readonly uw: number
}

/** Mean power of a block over a run, µW. */
export interface BlockPowerParts {
  readonly clockUw: number
  readonly leakageUw: number
  readonly events: readonly EventPower[]
}

/** Mean power of every block over a run as the structure and the cell facts have it. */
export type PowerParts = Readonly<Record<BlockName, BlockPowerParts>>

const UW_PER_NW = 1e-3

/** Splits the mean power of a run by block and event. One pJ a cycle at one MHz is one µW. */
export function powerParts(config: ChipConfig, activity: Activity, cycles: number): PowerParts {
  const prices = chipPrices(config)
  const counted = { ...activity, cycles }
  return Object.fromEntries(
    BLOCK_NAMES.map((name, place): [BlockName, BlockPowerParts] => {
      return [
        name,
        {
          clockUw: prices.clockCyclePj[place]! * config.clockMhz,
          leakageUw: prices.leakageNw[place]! * UW_PER_NW,
          events: eventsOfBlock(prices, name).map(({ name: event, count, energyPj, isGiven }) => ({
            name: event,
            uw: (count(counted) / cycles) * energyPj * config.clockMhz,
            ...(isGiven && { isGiven }),
          })),
        },
      ]
    }),
  ) as unknown as PowerParts
}

/** Power of a block with the coefficients of its clock and of its events, µW. */
export function calibratedPowerUw(
  parts: PowerParts,
  { clock, switching }: CalibrationCoefficients,
  block: BlockName,
): number {
  const { clockUw, leakageUw, events } = parts[block]
  let sum = (clock[block] ?? 1) * clockUw + leakageUw
  for (const event of events) sum += coefficientOf(event, switching[block]) * event.uw
  return sum
}
