import type { ChipConfig } from '@concord/arch'
import type { TimingCoefficients } from '../calibrate/calibration.js'
import { describeError, loadCalibration } from '../calibrate/load-calibration.js'
import { type Figure, figureOf } from '../figure.js'
import { BLOCK_NAMES, type BlockName } from '../structure/blocks.js'
import { macroPeriods } from './macro-periods.js'
import { timingFeatures } from './timing-features.js'

/** Clock period that the slowest path into one block needs. */
export interface BlockPeriod {
  readonly name: BlockName
  readonly periodNs: number
}

/** How fast a chip's netlist is, before layout. */
export interface TimingEstimate {
  readonly corner: string
  /** Highest clock, MHz. */
  readonly clockMhz: Figure
  /** Slowest first. */
  readonly blocks: readonly BlockPeriod[]
}

/**
 * Estimates the slowest path into every block of a chip, in every calibrated corner.
 *
 * @returns empty for a technology whose timing was never measured
 */
export function estimateTiming(config: ChipConfig): TimingEstimate[] {
  const timing = loadCalibration(config.technology)?.coefficients.timing
  if (timing === undefined) return []
  const composed = figureOf('composed', describeError(config, 'timing'))
  return Object.keys(timing).map((corner) => {
    const path = timing[corner]!
    const macros = config.memories.act === 'sram' ? macroPeriods(config, corner, path) : undefined
    const blocks = blockPeriods(config, path)
      .map(({ name, periodNs }) => ({ name, periodNs: Math.max(periodNs, macros?.ns[name] ?? 0) }))
      .sort((a, b) => b.periodNs - a.periodNs)
    const inWords = [
      `the slowest path ends in ${blocks[0]!.name}`,
      'netlist mapped for area, wire model before layout, ideal clock',
      ...(macros === undefined ? [] : [macros.note]),
    ]
    const note = inWords.join('; ')
    return { corner, clockMhz: composed(1e3 / blocks[0]!.periodNs, note), blocks }
  })
}

/** Period of each block that has paths. */
export function blockPeriods(config: ChipConfig, timing: TimingCoefficients[string]): BlockPeriod[] {
  return BLOCK_NAMES.flatMap((name) => {
    const path = timing[name]
    if (path === undefined) return []
    const features = timingFeatures(config, name)
    let periodNs = path.constantNs
    for (const feature in path.slopesNs) periodNs += path.slopesNs[feature]! * (features[feature] ?? 0)
    return [{ name, periodNs }]
  })
}
