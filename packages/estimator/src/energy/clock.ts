import type { CellCounts } from '../structure/cell-counts.js'
import { clockSinks } from '../structure/clock-tree.js'
import type { Electrics } from './electrics.js'

/** Cells whose clock input hangs on the free-running clock. */
const CLOCKED = ['flop', 'resetFlop', 'clockGate'] as const

/**
 * Energy of one cycle of the free-running clock inside a block's cells, pJ. Flip-flops and clock gates hang on it, whether anything happens or
 * not; latches, and flip-flops behind a gate, hang behind their gates.
 *
 * @param cells - how many of a role the block has
 * @param gatedFlops - flip-flops of the block behind clock gates
 */
export function clockCyclePj(
  e: Electrics,
  cells: (role: (typeof CLOCKED)[number]) => number,
  gatedFlops: number,
): number {
  let sum = -gatedFlops * e.clockInputPj('flop')
  for (const role of CLOCKED) sum += cells(role) * e.clockInputPj(role)
  return sum
}

/**
 * Energy of one cycle of the clock tree, pJ: its buffers, and the pins and wires that its last buffers drive.
 *
 * @param buffers - clock buffers of the tree
 * @param chipCells - cells of the whole chip, of which the last buffers drive those with a free clock
 * @param gatedFlops - flip-flops of the chip behind clock gates
 * @param sinkWireFf - wire of the clock a clock input, fF
 */
export function clockTreeCyclePj(
  e: Electrics,
  buffers: number,
  chipCells: CellCounts,
  gatedFlops: number,
  sinkWireFf: number,
): number {
  const { inputFf, outputPj } = e.cell('clockBuffer')
  let sinksPj = -gatedFlops * e.clockNetPj('flop', sinkWireFf)
  for (const role of CLOCKED) sinksPj += (chipCells[role] ?? 0) * e.clockNetPj(role, sinkWireFf)
  return sinksPj + 2 * buffers * (outputPj + e.edgePj(inputFf + e.netFf))
}

/** Wire of the clock that each clock input has to itself, fF: the tree's last level over the whole chip. */
export function clockSinkWireFf(e: Electrics, chipCells: CellCounts, chipUm2: number): number {
  const sinks = clockSinks(chipCells)
  return sinks === 0 ? 0 : e.spreadNetFf(sinks, chipUm2) / sinks
}
