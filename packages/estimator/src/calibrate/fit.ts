import { ACTIVITY_NAMES, type Activity, zeroActivity } from '@concord/arch'
import { type AreaParts, areaParts } from '../area/area-parts.js'
import { type PowerParts, powerParts } from '../energy/power-parts.js'
import { BLOCK_NAMES, type BlockName } from '../structure/blocks.js'
import type { CalibrationCoefficients } from './calibration.js'
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
 * Area has one a block, in front of its logic, storage cells being known: errors count relative to the block. Power has two a block, in front of
 * the clock and of the events: errors count relative to the chip, so that blocks matter as much as they take.
 *
 * @param workloads - names of the workloads to use
 */
export function fitCoefficients(
  points: readonly TruthPoint[],
  workloads: readonly string[],
): CalibrationCoefficients {
  const logic: ByBlock = {}
  const clock: ByBlock = {}
  const switching: ByBlock = {}
  const areas = points.map((point) => ({ parts: areaParts(point.config), measured: point.areaUm2 }))
  const runs = points.flatMap((point) =>
    workloads.flatMap((name) => {
      const run = point.runs[name]
      return run === undefined ? [] : [{ run, parts: powerParts(point.config, activityOf(run), run.cycles) }]
    }),
  )
  for (const block of MEASURED_BLOCKS) {
    logic[block] = fitLogic(areas, block)
    const [clockFactor, switchingFactor] = fitPower(runs, block)
    clock[block] = clockFactor
    switching[block] = switchingFactor
  }
  return { logic, clock, switching }
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

/** Coefficients that are not negative; where a part is absent in all runs, 1. */
function fitPower(
  runs: readonly { readonly run: TruthRun; readonly parts: PowerParts }[],
  block: BlockName,
): [clock: number, switching: number] {
  let [cc, cs, ss, ct, st] = [0, 0, 0, 0, 0]
  for (const { run, parts } of runs) {
    const chip = sumOfBlocks((name) => measuredPowerUw(run, name))
    const { clockUw, switchingUw, leakageUw } = parts[block]
    const target = (measuredPowerUw(run, block) - leakageUw) / chip
    const [c, s] = [clockUw / chip, switchingUw / chip]
    cc += c * c
    cs += c * s
    ss += s * s
    ct += c * target
    st += s * target
  }
  const alone = (own: number, product: number): number => (own === 0 ? 1 : Math.max(0, product / own))
  const determinant = cc * ss - cs * cs
  if (determinant > 1e-9 * cc * ss) {
    const both = [(ct * ss - st * cs) / determinant, (st * cc - ct * cs) / determinant] as const
    if (both[0] >= 0 && both[1] >= 0) return [figure(both[0]), figure(both[1])]
    return both[0] < 0 ? [0, figure(alone(ss, st))] : [figure(alone(cc, ct)), 0]
  }
  return cc >= ss ? [figure(alone(cc, ct)), 1] : [1, figure(alone(ss, st))]
}

/** Four digits: the data are not worth more, and files stay readable. */
function figure(value: number): number {
  return Number(value.toPrecision(4))
}
