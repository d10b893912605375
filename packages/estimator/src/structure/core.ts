import type { ChipConfig } from '@concord/arch'
import { actBanksStructure } from './act-banks.js'
import { arrayStructure } from './array.js'
import { addCells } from './cell-counts.js'
import { commandUnitStructure } from './command-unit.js'
import { computeEngineStructure } from './compute-engine.js'
import { countersStructure } from './counters.js'
import { loadEngineStructure } from './load-engine.js'
import { defineModule, type ModuleStructure } from './module.js'
import { adder, choose, times } from './operators.js'
import { ownershipStructure } from './ownership.js'
import { postUnitStructure } from './post-unit.js'
import { storeEngineStructure } from './store-engine.js'

/** Mirrors rtl/concord_core.sv. */
export function coreStructure(config: ChipConfig): ModuleStructure {
  const errorBits = 4 + 2 + 16
  return defineModule({
    instance: 'core',
    module: 'concord_core',
    block: 'core',
    resetRegisters: { error_q: 4, error_engine_q: 2, error_index_q: 16, started_q: 1 },
    logic: addCells(times(5, choose(errorBits)), adder(16), adder(8), { nand2: 50, inverter: 20 }),
    parts: [
      ownershipStructure(config.actBanks),
      commandUnitStructure(config),
      loadEngineStructure(config),
      computeEngineStructure(config),
      arrayStructure(config),
      postUnitStructure(config),
      storeEngineStructure(config),
      actBanksStructure(config),
      countersStructure(config.counterBits),
    ],
  })
}
