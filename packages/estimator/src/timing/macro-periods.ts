import { type ChipConfig, clog2 } from '@concord/arch'
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
 * block and of bank, and for the array the buffers up to the rows, as long as they are behind latches.
 *
 * @param slopes - of the path into the operands, ns a level of logic
 */
export function macroPeriods(
  config: ChipConfig,
  corner: string,
  slopes: Readonly<Record<string, number>>,
): MacroPeriods {
  const { role, blocks } = sramMacros(config)
  const macro = macroOf(loadTechnology(config.technology), role)
  const [dataNs, periodNs] = [inCorner(macro, corner, 'dataNs'), inCorner(macro, corner, 'periodNs')]
  const levelNs = (name: string): number => slopes[name] ?? 0
  const chosenNs =
    dataNs +
    levelNs('actWords') * (blocks > 1 ? clog2(blocks) : 0) +
    levelNs('banks') * clog2(config.actBanks)
  return {
    ns: {
      operands: 2 * (chosenNs + levelNs('rows') * clog2(config.rows)),
      storeEngine: 2 * chosenNs,
      activationBanks: periodNs,
    },
    note: `data of the SRAM macros have half a cycle, from ${dataNs.toFixed(1)} ns behind the falling edge on`,
  }
}

function inCorner(macro: MacroFacts, corner: string, time: 'dataNs' | 'periodNs'): number {
  return macro[time] * (macro.timeScale[corner] ?? 1)
}
