import { ConcordError } from '@concord/arch'
import type { MacroFacts, MacroRole, Technology } from './technology.js'

/**
 * A macro of a technology.
 *
 * @throws MissingMacroError when the technology has none of these words
 */
export function macroOf(technology: Technology, role: MacroRole): MacroFacts {
  const macro = technology.macros?.[role]
  if (macro === undefined) throw new MissingMacroError(technology.name, role)
  return macro
}

/** A chip asks for SRAM macros that its technology has not. */
export class MissingMacroError extends ConcordError {
  override readonly name = 'MissingMacroError'

  constructor(technology: string, role: MacroRole) {
    super({
      what: 'The technology has no such SRAM macro',
      where: 'memories.act',
      why: `${technology} has no facts of ${role}`,
      fix: 'set memories.act to latch or flop, or add the macro to the recipe of the technology',
    })
  }
}
