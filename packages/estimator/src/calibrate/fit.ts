import { ACTIVITY_NAMES, type Activity, type ChipConfig, zeroActivity } from '@concord/arch'
import { type AreaParts, areaParts } from '../area/area-parts.js'
import { type PowerParts, powerParts } from '../energy/power-parts.js'
import { BLOCK_NAMES, type BlockName } from '../structure/blocks.js'
import type { CalibrationCoefficients } from './calibration.js'
import { fitNear1 } from './fit-near-1.js'
import type { ByBlock, TruthPoint, TruthRun } from './truth.js'

/** Blocks that synthesised chips have: the clock tree comes with layout. */
export const MEASURED_BLOCKS: readonly BlockName[] = BLOCK_NAMES.filter((name) => name !== 'clockTree')

/** Complete counts of a recorded run. */
export function activityOf({ activity }: TruthRun): Activity {
  const counts = zeroActivity()
  for (const name of ACTIVITY_NAMES) counts[name] = activity[name] ?? 0
  return counts
}

/** Power of a block on the gates, µW. */
export function measuredPowerUw({ powerUw }: TruthRun, block: BlockName): number {
  const { internal, switching, leakage } = powerUw
  return (internal[block] ?? 0) + (switching[block] ?? 0) + (leakage[block] ?? 0)
}

/** Sum over all measured blocks. */
export function sumOfBlocks(figure: (block: BlockName) => number): number {
  return MEASURED_BLOCKS.reduce((sum, block) => sum + figure(block), 0)
}

/**
 * Fits the coefficients of every block by least squares.
 *
 * Area has one a block, in front of its logic, storage cells being known: errors count relative to the block. Power has one in front of the
 * block's clock and one in front of each of its events: errors count relative to the chip, so that blocks matter as much as they take.
 *
 * @param workloads - names of the workloads to use
 */
export function fitCoefficients(
  points: readonly TruthPoint[],
  workloads: readonly string[],
): CalibrationCoefficients {
  const logic: ByBlock = {}
  const clock: ByBlock = {}
  const switching: Partial<Record<BlockName, Record<string, number>>> = {}
  const areas = points.map(({ config, areaUm2 }) => ({ config, parts: areaParts(config), measured: areaUm2 }))
  const runs = points.flatMap((point) =>
    workloads.flatMap((name) => {
      const run = point.runs[name]
      const { config } = point
      return run === undefined
        ? []
        : [{ config, run, parts: powerParts(config, activityOf(run), run.cycles) }]
    }),
  )
  for (const block of MEASURED_BLOCKS) {
    const tells = ({ config }: { readonly config: ChipConfig }) => saysOf(block, config)
    logic[block] = fitLogic(areas.filter(tells), block)
    const { [CLOCK]: clockFactor = 1, ...events } = fitPower(runs.filter(tells), block)
    clock[block] = clockFactor
    switching[block] = events
  }
  return { logic, clock, switching }
}

/** Whether a chip is a measure for a block: banks of macros are none for banks of latches, and have no coefficients of their own. */
function saysOf(block: BlockName, { memories }: ChipConfig): boolean {
  return block !== 'activationBanks' || memories.act !== 'sram'
}

function fitLogic(
  areas: readonly { readonly parts: AreaParts; readonly measured: ByBlock }[],
  block: BlockName,
): number {
  let [products, squares] = [0, 0]
  for (const { parts, measured } of areas) {
    const total = measured[block] ?? 0
    const { storageUm2, logicUm2 } = parts[block]
    if (total === 0 || logicUm2 === 0) continue
    products += (logicUm2 / total) * ((total - storageUm2) / total)
    squares += (logicUm2 / total) ** 2
  }
  return squares === 0 ? 1 : figure(Math.max(0, products / squares))
}

/** What the clock is called among the events of a block. */
const CLOCK = 'clock'

/** Coefficients of a block's clock and events by name; 1 where the runs say nothing. */
function fitPower(
  runs: readonly { readonly run: TruthRun; readonly parts: PowerParts }[],
  block: BlockName,
): Record<string, number> {
  const observations = runs.map(({ run, parts }) => {
    const chip = sumOfBlocks((name) => measuredPowerUw(run, name))
    const { clockUw, leakageUw, events } = parts[block]
    const scaled = [{ name: CLOCK, uw: clockUw }, ...events.filter(({ isGiven }) => !isGiven)]
    const givenUw = events.reduce((sum, { isGiven, uw }) => sum + (isGiven ? uw : 0), 0)
    return {
      target: (measuredPowerUw(run, block) - leakageUw - givenUw) / chip,
      parts: Object.fromEntries(scaled.map(({ name, uw }) => [name, uw / chip])),
    }
  })
  const fitted = fitNear1(observations)
  return Object.fromEntries([...fitted].map(([name, value]) => [name, figure(value)]))
}

/** Four digits: the data are not worth more, and files stay readable. */
function figure(value: number): number {
  return Number(value.toPrecision(4))
}
