import { type ChipConfig, clog2 } from '@concord/arch'
import { countLevels } from './divided-count.js'
import { defineModule, type ModuleStructure, type RegisterTable, registerBits } from './module.js'
import { compressorTree } from './operators.js'

/** Levels of adders in front of the first register. */
const LEVELS = 4

/** Mirrors rtl/concord_popcount.sv, with the compressor of full and half adders as its body. */
export function popcountStructure(config: ChipConfig): ModuleStructure {
  // The last lane is not counted but handed on
  const counted = config.lanes - 1
  const { fullAdder, halfAdder } = countLevels(counted)
  return defineModule({
    instance: 'popcount',
    module: 'concord_popcount',
    registers: popcountRegisters(config),
    logic: config.popcountStages === 0 ? compressorTree(counted) : { fullAdder, halfAdder },
  })
}

/** Flip-flops of a row's popcount. */
export function popcountFlops(config: ChipConfig): number {
  return registerBits(popcountRegisters(config))
}

/** Both registers hold the last lane beside the count. */
function popcountRegisters({ lanes, popcountStages }: ChipConfig): RegisterTable {
  return {
    ...(popcountStages === 0 ? {} : { saved_q: countLevels(lanes - 1, LEVELS).bits + 1 }),
    ...(popcountStages === 2 ? { count_q: clog2(lanes) + 1 } : {}),
  }
}
