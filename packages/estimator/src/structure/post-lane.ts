import type { ChipConfig } from '@concord/arch'
import { addCells, type CellCounts } from './cell-counts.js'
import { defineModule, type ModuleStructure } from './module.js'
import {
  adder,
  choose,
  decoder,
  equalsConstant,
  hold,
  incrementer,
  multiplier,
  shifter,
  times,
} from './operators.js'

/** Half of the table and the signs around it, as logic. */
const TABLE: CellCounts = { nand2: 700, inverter: 120, xor2: 7 + 15 }

/** Mirrors rtl/concord_post_lane.sv and, with `vector`, rtl/concord_tanh.sv. */
export function postLaneStructure({ accBits, postLanes, vector }: ChipConfig): ModuleStructure {
  const productBits = accBits + 16
  return defineModule({
    instance: 'lane',
    module: 'concord_post_lane',
    copies: postLanes,
    registers: { product_q: productBits, y_q: 16 },
    logic: addCells(
      multiplier(accBits, 16),
      choose(accBits + 16), // factors
      shifter(productBits + 1, 5),
      incrementer(productBits), // rounding
      equalsConstant(2 * (productBits - 15)), // does it fit
      choose(5),
      adder(17),
      times(4, choose(16)), // saturation, and the value of the operation
      hold(productBits + 16),
      decoder(16),
      { nand2: 20 },
      vector ? addCells(TABLE, choose(accBits + 3 * 16)) : {},
    ),
  })
}
