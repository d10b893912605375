import type { ChipConfig } from '@concord/arch'
import type { TimingCoefficients } from '../calibrate/calibration.js'
import { describeError, loadCalibration } from '../calibrate/load-calibration.js'
import { type Figure, figureOf } from '../figure.js'
import { BLOCK_NAMES, type BlockName } from '../structure/blocks.js'
import { BEHIND_MACROS, macroPeriods } from './macro-periods.js'
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
    const macros = usesSram(config) ? macroPeriods(config, corner) : undefined
    const leastNs: Partial<Record<BlockName, number>> = { activationBanks: macros?.leastNs ?? 0 }
    const blocks = blockPeriods(config, corner, timing[corner]!)
      .map(({ name, periodNs }) => ({ name, periodNs: Math.max(periodNs, leastNs[name] ?? 0) }))
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

/** Blocks whose slowest path begins in SRAM macros; it is known from facts, without coefficients. */
export function pathsFromFacts(config: ChipConfig): readonly BlockName[] {
  return usesSram(config) ? BEHIND_MACROS : []
}

/** Period of each block that has paths. */
export function blockPeriods(
  config: ChipConfig,
  corner: string,
  timing: TimingCoefficients[string],
): BlockPeriod[] {
  const behind = usesSram(config) ? macroPeriods(config, corner).behind : undefined
  return BLOCK_NAMES.flatMap((name) => {
    const known = behind?.[name]
    if (known !== undefined) return [{ name, periodNs: known }]
    const path = timing[name]
    return path === undefined ? [] : [{ name, periodNs: fittedNs(path, timingFeatures(config, name)) }]
  })
}

type Path = NonNullable<TimingCoefficients[string][BlockName]>

function fittedNs({ constantNs, slopesNs }: Path, features: Readonly<Record<string, number>>): number {
  let periodNs = constantNs
  for (const feature in slopesNs) periodNs += slopesNs[feature]! * (features[feature] ?? 0)
  return periodNs
}

function usesSram({ memories }: ChipConfig): boolean {
  return memories.act === 'sram'
}
