import type { Activity, ChipConfig } from '@concord/arch'
import type { CalibrationCoefficients } from '../calibrate/calibration.js'
import { BLOCK_NAMES, type BlockName } from '../structure/blocks.js'
import { chipPrices } from './chip-prices.js'

/** Mean power of every block over a run as the structure and the cell facts have it, µW. */
export type PowerParts = Readonly<
  Record<BlockName, { readonly clockUw: number; readonly switchingUw: number; readonly leakageUw: number }>
>

const UW_PER_NW = 1e-3

/** Splits the mean power of a run by block. One pJ a cycle at one MHz is one µW. */
export function powerParts(config: ChipConfig, activity: Activity, cycles: number): PowerParts {
  const { blocks } = chipPrices(config)
  const counted = { ...activity, cycles }
  return Object.fromEntries(
    BLOCK_NAMES.map((name) => {
      const { events, clockCyclePj, leakageNw } = blocks[name]
      const switchingPj = events.reduce((sum, { count, energyPj }) => sum + count(counted) * energyPj, 0)
      return [
        name,
        {
          clockUw: clockCyclePj * config.clockMhz,
          switchingUw: (switchingPj / cycles) * config.clockMhz,
          leakageUw: leakageNw * UW_PER_NW,
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
  const { clockUw, switchingUw, leakageUw } = parts[block]
  return (clock[block] ?? 1) * clockUw + (switching[block] ?? 1) * switchingUw + leakageUw
}
