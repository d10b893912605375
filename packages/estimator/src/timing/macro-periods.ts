import { type ChipConfig, clog2 } from '@concord/arch'
import type { TimingCoefficients } from '../calibrate/calibration.js'
import type { BlockName } from '../structure/blocks.js'
import { sramMacros } from '../structure/sram-bank.js'
import { loadTechnology } from '../technology/load-technology.js'
import { macroOf } from '../technology/missing-macro.js'
import type { MacroFacts } from '../technology/technology.js'

/** What SRAM macros ask of the clock. */
export interface MacroPeriods {
  /** By the block at the end of the path, ns. */
  readonly ns: Partial<Record<BlockName, number>>
  /** In words. */
  readonly note: string
}

/**
 * Periods that the SRAM macros of a chip ask for in a corner. Data come behind the falling edge, so what follows has half a cycle: the choice of
 * block and of bank, then the buffers up to the rows, or the store engine's choice between a word and what is left of one; as long as behind latches.
 *
 * @param timing - paths of the corner, with slopes in ns a level of logic
 */
export function macroPeriods(
  config: ChipConfig,
  corner: string,
  timing: TimingCoefficients[string],
): MacroPeriods {
  const { role, blocks } = sramMacros(config)
  const macro = macroOf(loadTechnology(config.technology), role)
  const [dataNs, periodNs] = [inCorner(macro, corner, 'dataNs'), inCorner(macro, corner, 'periodNs')]
  const levelsNs = (block: 'operands' | 'storeEngine', feature: string, levels: number): number =>
    (timing[block]?.slopesNs[feature] ?? 0) * levels
  const chosenNs =
    dataNs +
    levelsNs('operands', 'actWords', blocks > 1 ? clog2(blocks) : 0) +
    levelsNs('operands', 'banks', clog2(config.actBanks))
  return {
    ns: {
      operands: 2 * (chosenNs + levelsNs('operands', 'rows', clog2(config.rows))),
      storeEngine: 2 * (chosenNs + levelsNs('storeEngine', 'lanes', clog2(config.lanes))),
      activationBanks: periodNs,
    },
    note: `data of the SRAM macros have half a cycle, from ${dataNs.toFixed(1)} ns behind the falling edge on at ${corner}`,
  }
}

function inCorner(macro: MacroFacts, corner: string, time: 'dataNs' | 'periodNs'): number {
  return macro[time] * (macro.timeScale[corner] ?? 1)
}
