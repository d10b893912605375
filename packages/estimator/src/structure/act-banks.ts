import { type ChipConfig, clog2 } from '@concord/arch'
import { bankStructure } from './bank.js'
import { addCells } from './cell-counts.js'
import { defineModule, type ModuleStructure } from './module.js'
import { andOrTree, choose, decoder, times } from './operators.js'

/** Mirrors rtl/concord_act_banks.sv. */
export function actBanksStructure(config: ChipConfig): ModuleStructure {
  const { actBanks, actWords, lanes, rows, memories } = config
  const addressBits = clog2(actWords)
  const segment = Math.min(rows, lanes)
  return defineModule({
    instance: 'act_banks',
    module: 'concord_act_banks',
    block: 'activationBanks',
    logic: addCells(
      times(
        actBanks,
        addCells(choose(2 * addressBits + lanes), { andOrInvert22: lanes / segment, inverter: 2 }),
      ),
      times(2, addCells(decoder(actBanks), andOrTree(actBanks, lanes))),
    ),
    parts: [
      bankStructure(
        'activationBanks',
        { depth: actWords, width: lanes, segment, style: memories.act },
        actBanks,
      ),
    ],
  })
}
