import { actAddressBits, type ChipConfig, weightAddressBits } from '@concord/arch'
import { addCells } from './cell-counts.js'
import { computeCheckStructure } from './compute-check.js'
import { computeRegistersStructure } from './compute-registers.js'
import { defineModule, type ModuleEntry, type ModuleStructure } from './module.js'
import { hold, incrementer, lessThan, selector } from './operators.js'
import { pixelSequencerStructure } from './pixel-sequencer.js'
import { queueStructure } from './queue.js'
import { tapRangeStructure } from './tap-range.js'
import { WORD_WALKER } from './word-walker.js'

/** Synthesis encodes the three states one-hot. */
const STATES = 3

/** Mirrors rtl/concord_compute_engine.sv. */
export const COMPUTE_ENGINE: ModuleEntry = {
  block: 'core',
  own: computeEngineStructure,
  parts: [
    { block: 'computeEngine', own: ({ queueDepth }) => queueStructure('queue', queueDepth) },
    { block: 'computeEngine', own: computeRegistersStructure },
    { block: 'computeEngine', own: computeCheckStructure },
    { block: 'computeEngine', own: pixelSequencerStructure },
    { block: 'computeEngine', own: tapRangeStructure },
    WORD_WALKER,
  ],
}

function computeEngineStructure(config: ChipConfig): ModuleStructure {
  const [address, weight] = [actAddressBits(config), weightAddressBits(config)]
  return defineModule({
    instance: 'compute_engine',
    module: 'concord_compute_engine',
    block: 'computeEngine',
    resetRegisters: {
      state_q: STATES,
      start_q: 1,
      pipeline_q: 3,
      weight_bank_q: 1,
      in_bank_q: 4,
      out_bank_q: 4,
      pairs_used_q: 5,
      load_q: 1,
      save_q: 1,
      index_q: 16,
      ...(config.vector && { wide_source_q: 1 }),
    },
    logic: addCells(
      hold(16), // operands
      incrementer(3 + 16),
      selector(config.actBanks + 2, 1), // ownership of the bank of a TAKE
      lessThan(address + weight), // addresses in flight
      { nand2: 30, inverter: 10 }, // decode and state machine
      config.residualWords > 0 ? { nand2: 25, inverter: 5 } : {}, // lane operations
    ),
  })
}
