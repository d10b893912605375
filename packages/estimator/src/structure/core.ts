import { actBanksStructure } from './act-banks.js'
import { arrayStructure } from './array.js'
import { addCells } from './cell-counts.js'
import { commandUnitStructure } from './command-unit.js'
import { COMPUTE_ENGINE } from './compute-engine.js'
import { countersStructure } from './counters.js'
import { loadEngineStructure } from './load-engine.js'
import { defineModule, type ModuleEntry, type ModuleStructure } from './module.js'
import { adder, choose, hold, times } from './operators.js'
import { ownershipStructure } from './ownership.js'
import { postUnitStructure } from './post-unit.js'
import { storeEngineStructure } from './store-engine.js'
import { wideBankStructure } from './wide-bank.js'

/** Mirrors rtl/concord_core.sv. */
export const CORE: ModuleEntry = {
  block: 'core',
  own: coreStructure,
  parts: [
    { block: 'core', own: ownershipStructure },
    { block: 'core', own: commandUnitStructure },
    { block: 'core', own: loadEngineStructure },
    COMPUTE_ENGINE,
    { block: 'core', own: arrayStructure },
    { block: 'core', own: postUnitStructure },
    { block: 'core', own: storeEngineStructure },
    { block: 'core', own: actBanksStructure },
    {
      block: 'core',
      own: (config) => (config.residualWords > 0 ? wideBankStructure(config) : undefined),
    },
    { block: 'core', own: ({ counterBits }) => countersStructure(counterBits) },
  ],
}

function coreStructure(): ModuleStructure {
  const errorBits = 4 + 2 + 16
  return defineModule({
    instance: 'core',
    module: 'concord_core',
    block: 'core',
    resetRegisters: {
      command_error_q: 4,
      command_engine_q: 2,
      engine_error_q: 4,
      post_error_q: 4,
      store_error_q: 4,
      deadlock_q: 1,
      window_q: 1,
      started_q: 1,
    },
    logic: addCells(times(3, choose(errorBits)), hold(36), adder(8), { nand2: 50, inverter: 20 }),
  })
}
