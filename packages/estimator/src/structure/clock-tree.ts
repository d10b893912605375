import type { CellCounts } from './cell-counts.js'
import { defineModule, type ModuleStructure } from './module.js'
import { broadcast } from './operators.js'

/** Clock inputs, or buffers, that one clock buffer drives. */
const CLOCK_FANOUT = 16

/** Cells whose clock input hangs on the free-running clock; latches hang behind their gates. */
export function clockSinks(cells: CellCounts): number {
  return (cells.flop ?? 0) + (cells.resetFlop ?? 0) + (cells.clockGate ?? 0)
}

/** Buffers of the clock, level by level up to the root, and of the reset. */
export function clockTreeCells(cells: CellCounts): { readonly buffer: number; readonly clockBuffer: number } {
  const { buffer = 0 } = broadcast(1, cells.resetFlop ?? 0)
  let clockBuffer = 0
  for (let sinks = clockSinks(cells); sinks > 1; ) {
    sinks = Math.ceil(sinks / CLOCK_FANOUT)
    clockBuffer += sinks
  }
  return { buffer, clockBuffer }
}

/** The buffers as a module. Not in the RTL: layout adds them. */
export function clockTreeStructure(cells: CellCounts): ModuleStructure {
  return defineModule({
    instance: 'clock_tree',
    module: 'clock_tree',
    block: 'clockTree',
    logic: clockTreeCells(cells),
  })
}
