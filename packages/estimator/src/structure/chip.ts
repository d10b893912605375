import type { ChipConfig } from '@concord/arch'
import { blockCells, cellsOfAll } from './block-cells.js'
import { clockTreeStructure } from './clock-tree.js'
import { controlStructure } from './control.js'
import { CORE } from './core.js'
import { buildModule, defineModule, type ModuleEntry, type ModuleStructure } from './module.js'
import { choose } from './operators.js'

/** Mirrors rtl/concord_chip.sv. */
export const CHIP: ModuleEntry = {
  block: 'core',
  own: ({ streamBits }) =>
    defineModule({
      instance: 'chip',
      module: 'concord_chip',
      logic: choose(streamBits + 3), // stream or window
    }),
  parts: [{ block: 'core', own: controlStructure }, CORE],
}

/** The chip of the RTL, plus the clock tree that layout adds. */
export function chipStructure(config: ChipConfig): ModuleStructure {
  const rtl = buildModule(CHIP, config)!
  return { ...rtl, parts: [...rtl.parts, clockTreeStructure(cellsOfAll(blockCells(rtl)))] }
}
