import type { ChipConfig } from '@concord/arch'
import { actBanksStructure } from './act-banks.js'
import { arrayStructure } from './array.js'
import { addCells } from './cell-counts.js'
import { commandUnitStructure } from './command-unit.js'
import { computeEngineStructure } from './compute-engine.js'
import { countersStructure } from './counters.js'
import { loadEngineStructure } from './load-engine.js'
import { memoByReads } from './memo-by-reads.js'
import { defineModule, type ModuleStructure } from './module.js'
import { adder, choose, hold, times } from './operators.js'
import { ownershipStructure } from './ownership.js'
import { postUnitStructure } from './post-unit.js'
import { storeEngineStructure } from './store-engine.js'
import { wideBankStructure } from './wide-bank.js'

/** Most chips of an exploration share most of these with another chip. */
const parts = {
  ownership: memoByReads(ownershipStructure),
  actBanks: memoByReads(actBanksStructure),
  wideBank: memoByReads(wideBankStructure),
  array: memoByReads(arrayStructure),
  commandUnit: memoByReads(commandUnitStructure),
  computeEngine: memoByReads(computeEngineStructure),
  loadEngine: memoByReads(loadEngineStructure),
  postUnit: memoByReads(postUnitStructure),
  storeEngine: memoByReads(storeEngineStructure),
  counters: memoByReads(({ counterBits }) => countersStructure(counterBits)),
}

/** Mirrors rtl/concord_core.sv. */
export function coreStructure(config: ChipConfig): ModuleStructure {
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
    parts: [
      parts.ownership(config),
      parts.commandUnit(config),
      parts.loadEngine(config),
      parts.computeEngine(config),
      parts.array(config),
      parts.postUnit(config),
      parts.storeEngine(config),
      parts.actBanks(config),
      ...(config.residualWords > 0 ? [parts.wideBank(config)] : []),
      parts.counters(config),
    ],
  })
}
