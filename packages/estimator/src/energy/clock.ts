import type { CellCounts } from '../structure/cell-counts.js'
import { clockSinks } from '../structure/clock-tree.js'
import type { Electrics } from './electrics.js'

/**
 * Energy of one cycle of the free-running clock at a block's clock inputs, pJ.
 * Flip-flops and clock gates hang on it, whether anything happens or not; latches hang behind their gates.
 *
 * @param sinkWireFf - wire of the clock a clock input, fF
 */
export function clockCyclePj(e: Electrics, cells: CellCounts, sinkWireFf: number): number {
  return (['flop', 'resetFlop', 'clockGate'] as const).reduce(
    (sum, role) => sum + (cells[role] ?? 0) * e.clockCyclePj(role, sinkWireFf),
    0,
  )
}

/** Energy of one cycle of the clock tree's buffers, pJ; `treeCells` are the cells of the clock tree alone. */
export function clockTreeCyclePj(e: Electrics, treeCells: CellCounts): number {
  const { inputFf, outputPj } = e.cell('clockBuffer')
  return 2 * (treeCells.clockBuffer ?? 0) * (outputPj + e.edgePj(inputFf + e.netFf))
}

/** Wire of the clock that each clock input has to itself, fF: the tree's last level over the whole chip. */
export function clockSinkWireFf(e: Electrics, chipCells: CellCounts, chipUm2: number): number {
  const sinks = clockSinks(chipCells)
  return sinks === 0 ? 0 : e.spreadNetFf(sinks, chipUm2) / sinks
}
