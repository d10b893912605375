import type { ChipConfig } from '@concord/arch'
import { MappingError } from '../errors.js'
import type { LayerPlan } from './layer-plan.js'
import { NoBankError } from './pass-builder.js'
import { orderPass, type PassChoice } from './pass-choice.js'
import type { ShapeChip } from './shape-chip.js'
import { START } from './way.js'

/**
 * Checks that there are as many activation banks as maps beside the wide ones.
 *
 * @throws MappingError
 */
export function checkWideBanks(chip: ShapeChip, plans: readonly LayerPlan[]): void {
  const choice: PassChoice = { ...START, order: 'wide', resident: 1, sendsAll: false }
  try {
    orderPass(chip, { repeat: plans, level: plans, both: plans }, choice, 1)
  } catch (error) {
    throw error instanceof NoBankError ? tooFewBanks(chip.config) : error
  }
}

/** The maps of a network with wide ones need more banks. */
export function tooFewBanks({ name, actBanks }: ChipConfig): MappingError {
  const why = `its maps need more than actBanks = ${actBanks} activation banks at once`
  return new MappingError(`network on chip ${name}`, why, 'use a chip with more actBanks')
}
