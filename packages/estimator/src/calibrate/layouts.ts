import type { ChipConfig } from '@concord/arch'
import { areaParts, calibratedAreaUm2 } from '../area/area-parts.js'
import { cellUtilisation } from '../area/core-area.js'
import type { Calibration, CalibrationCoefficients } from './calibration.js'
import { sumOfBlocks } from './fit.js'

/** What a run of a layout flow says of a chip. */
export interface LayoutTruth {
  readonly config: ChipConfig
  /** Where it is from. */
  readonly run: string
  /** Standard cells without fill: with clock tree and repairs when the run got that far. */
  readonly cellAreaUm2: number
  /** Macros included; absent from a run that ended before the floorplan. */
  readonly coreAreaUm2?: number | undefined
}

/** One layout beside its estimate. */
export interface LayoutComparison {
  readonly chip: string
  readonly run: string
  readonly measuredUm2: number
  readonly estimatedUm2: number
  /** Estimated standard cells by what the macros leave of the measured core, 0..1. */
  readonly utilisation?: number
}

/** What layouts add to a calibration, and the comparisons it comes from. */
export interface LayoutFit {
  readonly layout: NonNullable<Calibration['layout']>
  readonly comparisons: readonly LayoutComparison[]
}

/**
 * Compares layouts with estimates: how much standard cells grow from the netlist to the layout, and which part they are of the core beside its
 * macros. A layout's error is that of the growth that the others say; of a single one there is none.
 *
 * @param layouts - at least one
 */
export function fitLayouts(
  layouts: readonly LayoutTruth[],
  coefficients: CalibrationCoefficients,
): LayoutFit {
  const comparisons = layouts.map(({ config, run, cellAreaUm2, coreAreaUm2 }): LayoutComparison => {
    const parts = areaParts(config)
    const estimatedUm2 = sumOfBlocks((block) => calibratedAreaUm2(parts, coefficients, block))
    const estimated = { cellsUm2: estimatedUm2, macrosUm2: sumOfBlocks((block) => parts[block].macrosUm2) }
    return {
      ...{ chip: config.name, run, measuredUm2: cellAreaUm2, estimatedUm2 },
      ...(coreAreaUm2 !== undefined && { utilisation: cellUtilisation(estimated, coreAreaUm2) }),
    }
  })
  const growths = comparisons.map(({ measuredUm2, estimatedUm2 }) => measuredUm2 / estimatedUm2)
  const utilisations = comparisons.flatMap(({ utilisation }) => utilisation ?? [])
  const errors = growths.flatMap((growth, i) => {
    const others = growths.filter((_growth, j) => j !== i)
    return others.length === 0 ? [] : [Math.abs(median(others) / growth - 1)]
  })
  return {
    layout: {
      runs: layouts.map(({ run }) => run),
      cellGrowth: rounded(median(growths)),
      ...(utilisations.length > 0 && { utilisation: rounded(median(utilisations)) }),
      ...(errors.length > 0 && {
        medianError: rounded(median(errors)),
        worstError: rounded(Math.max(...errors)),
      }),
    },
    comparisons,
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

function rounded(value: number): number {
  return Number(value.toFixed(5))
}
