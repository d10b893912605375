import type { ChipConfig } from '@concord/arch'
import { sramMacros } from '../structure/sram-bank.js'
import { loadTechnology } from '../technology/load-technology.js'
import { macroOf } from '../technology/missing-macro.js'
import { macroLiberty, macroStubs } from './macro-cells.js'

/** The SRAM macros of a chip, as a layout wants to know them. */
export interface ChipMacros {
  /** Name of the macro; a chip has one kind. */
  readonly cell: string
  /** The PDK's views, under `PDK_ROOT`. */
  readonly lef: string
  readonly gds: string
  readonly widthUm: number
  readonly heightUm: number
  /** Supply and ground pins. */
  readonly power: readonly [supply: string, ground: string]
  /** Names of the instances in a flat `concord_chip`: bank by bank, block by block, column by column. */
  readonly instances: readonly string[]
  /** Verilog header: ports but those of the supply, and no body. */
  readonly header: string
  /** Liberty of the facts by corner, e.g. `tt_025C_1v80`. */
  readonly liberty: Readonly<Record<string, string>>
}

/**
 * The SRAM macros of a chip; undefined for a chip without.
 *
 * @throws MissingMacroError when the technology has none of these words
 */
export function chipMacros(config: ChipConfig): ChipMacros | undefined {
  if (config.memories.act !== 'sram') return undefined
  const technology = loadTechnology(config.technology)
  const { role, words, columns, blocks } = sramMacros(config)
  const { cell, lef, gds, widthUm, heightUm, power } = macroOf(technology, role)
  const bank = (b: number) => `u_core.u_act_banks.gen_bank[${b}].u_bank.gen_sram.u_store`
  const instances = count(config.actBanks).flatMap((b) =>
    count(blocks).flatMap((k) =>
      count(columns).map((c) => `${bank(b)}.gen_block[${k}].gen_column[${c}].gen_${words}.u_macro`),
    ),
  )
  const only = { ...technology, macros: { [role]: technology.macros![role]! } }
  const liberty = Object.fromEntries(
    Object.keys(technology.corners).map((corner) => [corner, macroLiberty(only, corner)]),
  )
  return { cell, lef, gds, widthUm, heightUm, power, instances, header: macroStubs(only), liberty }
}

function count(length: number): number[] {
  return Array.from({ length }, (_, i) => i)
}
