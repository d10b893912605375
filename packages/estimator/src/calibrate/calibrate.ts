import type { ChipConfig } from '@concord/arch'
import type { Calibration } from './calibration.js'
import { CALIBRATED_FIELDS } from './calibration-chips.js'
import { type Comparison, compareAreas, comparePowers, compareTimings, summariseErrors } from './errors.js'
import { fitCoefficients } from './fit.js'
import { fitTiming } from './fit-timing.js'
import type { TruthPoint } from './truth.js'

export interface CalibrateOptions {
  readonly technology: string
  readonly trainingWorkloads: readonly string[]
  readonly heldOutWorkloads: readonly string[]
  readonly reference: Calibration['reference']
  readonly provenance: Calibration['provenance']
}

/** A calibration, and the comparisons that its errors come from. */
export interface CalibrationResult {
  readonly calibration: Calibration
  /** Held-out chips. */
  readonly areas: readonly Comparison[]
  /** Held-out chips on held-out workloads. */
  readonly powers: readonly Comparison[]
  /** Held-out chips in every corner. */
  readonly timings: readonly Comparison[]
}

/**
 * Fits the coefficients to some chips and measures the error on others: on chips, and for power on workloads, that the fit never saw.
 *
 * @param fitted - at least one
 */
export function calibrate(
  fitted: readonly TruthPoint[],
  heldOut: readonly TruthPoint[],
  options: CalibrateOptions,
): CalibrationResult {
  const { technology, trainingWorkloads, heldOutWorkloads, reference, provenance } = options
  const timing = fitTiming(fitted)
  const hasTiming = Object.keys(timing).length > 0
  const coefficients = { ...fitCoefficients(fitted, trainingWorkloads), ...(hasTiming && { timing }) }
  return compareChips(
    {
      formatVersion: 1,
      technology,
      provenance,
      training: { configurations: fitted.length, workloads: [...trainingWorkloads] },
      ...rangesOf([...fitted, ...heldOut].map(({ config }) => config)),
      coefficients,
      reference,
    },
    heldOut,
    heldOutWorkloads,
  )
}

/** A calibration before any chip was compared with it. */
type Fit = Omit<Calibration, 'heldOut' | 'area' | 'power' | 'timing'>

/**
 * Measures the error of coefficients on chips.
 *
 * @param fit - or a calibration, whose errors are replaced
 */
export function compareChips(
  fit: Fit,
  chips: readonly TruthPoint[],
  workloads: readonly string[],
): CalibrationResult {
  const { coefficients } = fit
  const areas = compareAreas(chips, coefficients)
  const powers = comparePowers(chips, workloads, coefficients)
  const timings = compareTimings(chips, coefficients.timing ?? {})
  return {
    calibration: {
      ...fit,
      heldOut: { configurations: chips.length, workloads: [...workloads] },
      area: summariseErrors(areas),
      power: summariseErrors(powers),
      ...(coefficients.timing !== undefined && { timing: summariseErrors(timings) }),
    },
    areas,
    powers,
    timings,
  }
}

/** Least and largest value of the fields that calibration chips differ in. */
function rangesOf(configs: readonly ChipConfig[]): Pick<Calibration, 'range' | 'macroWords'> {
  const usesMacros = ({ memories }: ChipConfig): boolean => memories.act === 'sram'
  const rangeOf = (values: readonly number[]) => ({ min: Math.min(...values), max: Math.max(...values) })
  const macroWords = configs.filter(usesMacros).map(({ actWords }) => actWords)
  const range = CALIBRATED_FIELDS.map((field) => {
    const seen = field === 'actWords' ? configs.filter((config) => !usesMacros(config)) : configs
    return [field, rangeOf(seen.map((config) => Number(config[field])))]
  })
  return {
    range: Object.fromEntries(range),
    ...(macroWords.length > 0 && { macroWords: rangeOf(macroWords) }),
  }
}
