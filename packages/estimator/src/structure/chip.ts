import type { ChipConfig } from '@concord/arch'
import { blockCells, cellsOfAll } from './block-cells.js'
import { clockTreeStructure } from './clock-tree.js'
import { controlStructure } from './control.js'
import { coreStructure } from './core.js'
import { defineModule, type ModuleStructure } from './module.js'
import { choose } from './operators.js'

/** Mirrors rtl/concord_chip.sv, plus the clock tree that layout adds. */
export function chipStructure(config: ChipConfig): ModuleStructure {
  const rtl = defineModule({
    instance: 'chip',
    module: 'concord_chip',
    logic: choose(config.streamBits + 3), // stream or window
    parts: [controlStructure(config), coreStructure(config)],
  })
  return { ...rtl, parts: [...rtl.parts, clockTreeStructure(cellsOfAll(blockCells(rtl)))] }
}
