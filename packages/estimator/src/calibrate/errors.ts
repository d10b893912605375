import { areaParts, calibratedAreaUm2 } from '../area/area-parts.js'
import { calibratedPowerUw, powerParts } from '../energy/power-parts.js'
import { blockPeriods } from '../timing/estimate-timing.js'
import type { CalibrationCoefficients, CalibrationError, TimingCoefficients } from './calibration.js'
import { activityOf, MEASURED_BLOCKS, measuredPowerUw, sumOfBlocks } from './fit.js'
import type { TruthPoint } from './truth.js'

/** An estimate beside what was measured, by block and as a whole. */
export interface Comparison {
  readonly chip: string
  /** Absent for area; of timing the corner. */
  readonly workload?: string
  readonly measured: number
  readonly estimated: number
  readonly blocks: readonly { readonly name: string; readonly measured: number; readonly estimated: number }[]
}

/** Area of the standard cells of every point beside its estimate, µm². */
export function compareAreas(
  points: readonly TruthPoint[],
  coefficients: CalibrationCoefficients,
): Comparison[] {
  return points.map(({ config, areaUm2 }) => {
    const parts = areaParts(config)
    return compared(
      config.name,
      (block) => areaUm2[block] ?? 0,
      (block) => calibratedAreaUm2(parts, coefficients, block),
    )
  })
}

/** Power of every point and workload beside its estimate, µW. */
export function comparePowers(
  points: readonly TruthPoint[],
  workloads: readonly string[],
  coefficients: CalibrationCoefficients,
): Comparison[] {
  return points.flatMap(({ config, runs }) =>
    workloads.flatMap((workload) => {
      const run = runs[workload]
      if (run === undefined) return []
      const parts = powerParts(config, activityOf(run), run.cycles)
      const comparison = compared(
        config.name,
        (block) => measuredPowerUw(run, block),
        (block) => calibratedPowerUw(parts, coefficients, block),
      )
      return [{ ...comparison, workload }]
    }),
  )
}

/** Clock period of every point and corner beside its estimate, ns; by block the slowest path into it. */
export function compareTimings(points: readonly TruthPoint[], timing: TimingCoefficients): Comparison[] {
  return points.flatMap(({ config, periodNs = {} }) =>
    Object.entries(periodNs).flatMap(([corner, measured]) => {
      const coefficients = timing[corner]
      if (coefficients === undefined) return []
      const estimated = new Map(
        blockPeriods(config, corner, coefficients).map(({ name, periodNs: period }) => [name, period]),
      )
      const blocks = MEASURED_BLOCKS.map((name) => ({
        name,
        measured: measured[name] ?? 0,
        estimated: estimated.get(name) ?? 0,
      }))
      return [
        {
          ...{ chip: config.name, workload: corner, blocks },
          measured: Math.max(...blocks.map((block) => block.measured)),
          estimated: Math.max(...blocks.map((block) => block.estimated)),
        },
      ]
    }),
  )
}

type FigureOf = (block: (typeof MEASURED_BLOCKS)[number]) => number

function compared(chip: string, measured: FigureOf, estimated: FigureOf): Comparison {
  return {
    chip,
    measured: sumOfBlocks(measured),
    estimated: sumOfBlocks(estimated),
    blocks: MEASURED_BLOCKS.map((name) => ({ name, measured: measured(name), estimated: estimated(name) })),
  }
}

/** Median and worst relative error, of the whole and of each block that is there. */
export function summariseErrors(comparisons: readonly Comparison[]): CalibrationError {
  const spread = (pairs: readonly { readonly measured: number; readonly estimated: number }[]) => {
    const errors = pairs
      .filter(({ measured }) => measured > 0)
      .map(({ measured, estimated }) => Math.abs(estimated - measured) / measured)
      .sort((a, b) => a - b)
    return { medianError: rounded(median(errors)), worstError: rounded(errors.at(-1) ?? 0) }
  }
  const blocks = MEASURED_BLOCKS.map((name) => [
    name,
    spread(comparisons.flatMap((comparison) => comparison.blocks.filter((block) => block.name === name))),
  ])
  return { ...spread(comparisons), blocks: Object.fromEntries(blocks) }
}

function median(sorted: readonly number[]): number {
  const middle = sorted.length >> 1
  if (sorted.length === 0) return 0
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

function rounded(error: number): number {
  return Number(error.toFixed(5))
}
