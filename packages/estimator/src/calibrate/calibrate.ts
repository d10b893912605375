import type { Calibration } from './calibration.js'
import { CALIBRATED_FIELDS } from './calibration-chips.js'
import { type Comparison, compareAreas, comparePowers, summariseErrors } from './errors.js'
import { fitCoefficients } from './fit.js'
import type { TruthPoint } from './truth.js'

export interface CalibrateOptions {
  readonly technology: string
  /** The first so many points are fitted to; the rest are held out. */
  readonly training: number
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
}

/** Fits the coefficients to the first points and measures the error on the rest: on chips, and for power on workloads, that the fit never saw. */
export function calibrate(points: readonly TruthPoint[], options: CalibrateOptions): CalibrationResult {
  const { technology, training, trainingWorkloads, heldOutWorkloads, reference, provenance } = options
  const coefficients = fitCoefficients(points.slice(0, training), trainingWorkloads)
  const heldOut = points.slice(training)
  const areas = compareAreas(heldOut, coefficients)
  const powers = comparePowers(heldOut, heldOutWorkloads, coefficients)
  return {
    calibration: {
      formatVersion: 1,
      technology,
      provenance,
      training: { configurations: Math.min(training, points.length), workloads: [...trainingWorkloads] },
      heldOut: { configurations: heldOut.length, workloads: [...heldOutWorkloads] },
      range: rangeOf(points),
      coefficients,
      area: summariseErrors(areas),
      power: summariseErrors(powers),
      reference,
    },
    areas,
    powers,
  }
}

/** Least and largest value of the fields that calibration chips differ in. */
function rangeOf(points: readonly TruthPoint[]): Calibration['range'] {
  const fields = Object.keys(CALIBRATED_FIELDS) as (keyof typeof CALIBRATED_FIELDS)[]
  return Object.fromEntries(
    fields.map((field) => {
      const values = points.map(({ config }) => config[field])
      return [field, { min: Math.min(...values), max: Math.max(...values) }]
    }),
  )
}
