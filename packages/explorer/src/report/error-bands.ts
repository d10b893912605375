import { loadCalibration } from '@concord/estimator'
import type { MetricName } from '../space/metrics.js'
import type { Space } from '../space/space.js'

/**
 * Largest relative error of estimates on chips that the calibration never saw, by metric. Cycles and times have
 * none: they are those of the simulator; nor has the area of synthesised cells. Empty for a technology that is not calibrated.
 */
export function errorBands({
  chip: { technology },
  fidelity,
}: Pick<Space, 'chip' | 'fidelity'>): Readonly<Partial<Record<MetricName, number>>> {
  const calibration = loadCalibration(technology)
  if (calibration === undefined) return {}
  const { area, power } = calibration
  return {
    ...(area && fidelity !== 'synthesised' && { areaMm2: area.worstError }),
    ...(power && { energyNj: power.worstError, powerMw: power.worstError, edpNjUs: power.worstError }),
  }
}
