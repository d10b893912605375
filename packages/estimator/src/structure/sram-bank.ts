import { type ChipConfig, clog2, SRAM_WORDS } from '@concord/arch'
import type { MacroRole } from '../technology/technology.js'
import { addCells } from './cell-counts.js'
import { gatedRegisterStructure } from './gated-register.js'
import { defineModule, type ModuleStructure } from './module.js'
import { choose, decoder, selected, times } from './operators.js'

/** Bits of every macro. */
const MACRO_BITS = 32
const LARGE_WORDS = 2 * SRAM_WORDS

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
      choose(clog2(words)),
      times(blocks, { clockGate: 1, and2: 2 }),
      blocks > 1 ? addCells(decoder(blocks), selected(blocks, shape.lanes)) : {},
    ),
    parts: blocks > 1 ? [gatedRegisterStructure('reading', blocks)] : [],
  })
}
