import { type ChipConfig, clog2, wideStyle } from '@concord/arch'
import { writeRegisterStructure } from './gated-register.js'
import { memoryStructure } from './memory.js'
import { defineModule, type ModuleStructure } from './module.js'
import { choose } from './operators.js'

/** Mirrors rtl/concord_wide_bank.sv. */
export function wideBankStructure({ residualWords, postLanes, memories }: ChipConfig): ModuleStructure {
  const width = 16 * postLanes
  const style = wideStyle(memories)
  return defineModule({
    instance: 'wide_bank',
    module: 'concord_wide_bank',
    block: 'activationBanks',
    logic: choose(2 * clog2(residualWords) + width),
    parts: [
      ...writeRegisterStructure('data', width, style),
      memoryStructure('bank', 'activationBanks', {
        depth: residualWords,
        width,
        segment: width,
        style,
      }),
    ],
  })
}
