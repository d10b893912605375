import { type ChipConfig, clog2, SRAM_WORDS } from '@concord/arch'
import { MACRO_BITS, type MacroRole } from '../technology/technology.js'
import { addCells } from './cell-counts.js'
import { gatedRegisterStructure } from './gated-register.js'
import { defineModule, type ModuleStructure } from './module.js'
import { choose, decoder, selected, times } from './operators.js'

const LARGE_WORDS = 2 * SRAM_WORDS

/** Pins of a macro that rest, but for those of addresses and data: the selections of both ports and the clock of the second. */
const RESTING = 3

/** The macros of one activation bank: which, how many beside each other, how many blocks of words. */
export function sramMacros({ actWords, lanes }: Pick<ChipConfig, 'actWords' | 'lanes'>): {
  readonly role: MacroRole
  readonly words: number
  readonly columns: number
  readonly blocks: number
} {
  const words = actWords % LARGE_WORDS === 0 ? LARGE_WORDS : SRAM_WORDS
  const role = words === LARGE_WORDS ? 'sram512' : 'sram256'
  return { role, words, columns: Math.ceil(lanes / MACRO_BITS), blocks: actWords / words }
}

/** Mirrors rtl/tech/sky130/concord_sram_bank.sv. */
export function sramBankStructure(shape: Pick<ChipConfig, 'actWords' | 'lanes'>): ModuleStructure {
  const { role, words, columns, blocks } = sramMacros(shape)
  return defineModule({
    instance: 'store',
    module: 'concord_sram_bank',
    logic: addCells(
      { [role]: columns * blocks },
      // Each resting pin, the address of port 1 and data beyond the lanes among them, has a tie cell, as large as an inverter
      { inverter: blocks * (columns * (RESTING + clog2(words) + MACRO_BITS) - shape.lanes) },
      choose(clog2(words)),
      times(blocks, { clockGate: 1, and2: 2 }),
      blocks > 1 ? addCells(decoder(blocks), selected(blocks, shape.lanes)) : {},
    ),
    parts: blocks > 1 ? [gatedRegisterStructure('reading', blocks)] : [],
  })
}
