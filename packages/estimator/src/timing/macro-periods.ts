import { type ChipConfig, chipGeometry, clog2 } from '@concord/arch'
import type { BlockName } from '../structure/blocks.js'
import { sramMacros } from '../structure/sram-bank.js'
import { loadTechnology } from '../technology/load-technology.js'
import { macroOf } from '../technology/missing-macro.js'
import type { CellRole, MacroFacts } from '../technology/technology.js'
import { CONSTRAINTS } from './sdc.js'

/** Blocks at the end of paths from SRAM macros. */
export const BEHIND_MACROS = ['operands', 'storeEngine'] as const satisfies readonly BlockName[]

/** What SRAM macros ask of the clock. */
export interface MacroPeriods {
  /** For the paths from the macros, by the block at their end, ns. */
  readonly behind: Readonly<Partial<Record<BlockName, number>>>
  /** The macro's own shortest period, ns. */
  readonly leastNs: number
  /** In words. */
  readonly note: string
}

/**
 * Periods that the SRAM macros of a chip ask for in a corner. Data come behind the falling edge, so what follows has half a cycle. All of it is
 * taken from facts, the macro's and the cells', and nothing from coefficients: those of latch banks are for paths that begin and end elsewhere.
 */
export function macroPeriods(config: ChipConfig, corner: string): MacroPeriods {
  const technology = loadTechnology(config.technology)
  const macro = macroOf(technology, sramMacros(config).role)
  const cell = (role: CellRole) => technology.cells[role].corners[corner]!
  const dataNs = inCorner(macro, corner, 'dataNs')
  const endNs = cell('resetFlop').setupNs + CONSTRAINTS.uncertaintyNs
  const periodNs = (path: readonly CellRole[]): number =>
    2 * path.reduce((sum, role) => sum + cell(role).delayNs, dataNs + endNs)
  const { operands, storeEngine } = cellsBehind(config)
  return {
    behind: { operands: periodNs(operands), storeEngine: periodNs(storeEngine) },
    leastNs: inCorner(macro, corner, 'periodNs'),
    note: `data of the SRAM macros have half a cycle, from ${dataNs.toFixed(1)} ns behind the falling edge on at ${corner}`,
  }
}

/**
 * Cells on the way from a macro's data to the register that takes them; a choice between two takes a multiplexer. First those of block and bank, last
 * that of a register which keeps its word; in between the array inverts subtracted words, and the store engine chooses from a word of the wide bank
 * and from what is left of the word before.
 */
function cellsBehind(
  config: ChipConfig,
): Readonly<Record<(typeof BEHIND_MACROS)[number], readonly CellRole[]>> {
  const { wordBeats, wideBeats } = chipGeometry(config)
  const hasWide = config.residualWords > 0
  const shifts = wordBeats > 1 || (hasWide && wideBeats > 1)
  const choose = (length: number): CellRole[] => Array.from({ length }, () => 'mux2')
  const levels = (words: number): number => (words > 1 ? clog2(words) : 0)
  const word = choose(levels(sramMacros(config).blocks) + levels(config.actBanks))
  return {
    operands: [...word, 'xor2', ...choose(1)],
    storeEngine: [...word, ...choose(Number(hasWide) + Number(shifts)), ...choose(1)],
  }
}

function inCorner(macro: MacroFacts, corner: string, time: 'dataNs' | 'periodNs'): number {
  return macro[time] * (macro.timeScale[corner] ?? 1)
}
