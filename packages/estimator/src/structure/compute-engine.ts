import { type ChipConfig, chipGeometry } from '@concord/arch'
import { addCells } from './cell-counts.js'
import { computeRegistersStructure } from './compute-registers.js'
import { defineModule, type ModuleStructure } from './module.js'
import { adder, equalsConstant, hold, incrementer, lessThan, selector, times } from './operators.js'
import { pixelSequencerStructure } from './pixel-sequencer.js'
import { queueStructure } from './queue.js'
import { tapRangeStructure } from './tap-range.js'
import { wordWalkerStructure } from './word-walker.js'

/** Synthesis encodes the three states one-hot. */
const STATES = 3

/** Mirrors rtl/concord_compute_engine.sv. */
export function computeEngineStructure(config: ChipConfig): ModuleStructure {
  const { actAddressBits: address, weightAddressBits: weight } = chipGeometry(config)
  return defineModule({
    instance: 'compute_engine',
    module: 'concord_compute_engine',
    block: 'computeEngine',
    resetRegisters: {
      state_q: STATES,
      pipeline_q: 3,
      weight_bank_q: 1,
      in_bank_q: 4,
      out_bank_q: 4,
      pairs_used_q: 5,
      load_q: 1,
      save_q: 1,
      index_q: 16,
    },
    logic: addCells(
      hold(16), // operands
      incrementer(3 + 16),
      times(6, selector(config.actBanks + 2, 1)), // ownership and existence of the banks named
      equalsConstant(12 * 5 + 4 * 4), // sizes that must not be zero
      lessThan(4 + 4 + 12 + 12 + 5), // and their limits
      adder(5),
      lessThan(5 + 6 + 4),
      lessThan(address + weight), // addresses in flight
      { nand2: 80, inverter: 25 }, // decode, checks and state machine
    ),
    parts: [
      queueStructure('queue', config.queueDepth),
      computeRegistersStructure(config),
      pixelSequencerStructure(config),
      tapRangeStructure(config),
      wordWalkerStructure(config),
    ],
  })
}
