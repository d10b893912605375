import type { CellTotals } from '../structure/chip-part.js'
import { clockSinks } from '../structure/clock-tree.js'
import type { CellRole, StructureRole } from '../technology/technology.js'
import type { Electrics } from './electrics.js'

/** Cells whose clock input hangs on the free-running clock. */
const CLOCKED = ['flop', 'resetFlop', 'clockGate'] as const

/**
 * Energy of one cycle of the free-running clock inside a cell of a role, pJ. Flip-flops and clock gates hang on it, whether anything happens or
 * not; latches, and flip-flops behind a gate, hang behind their gates.
 */
export function cellCyclePj(e: Electrics, role: StructureRole): number {
  return (CLOCKED as readonly StructureRole[]).includes(role) ? e.clockInputPj(role as CellRole) : 0
}

/**
 * Energy of one cycle of the clock tree, pJ: its buffers, and the pins and wires that its last buffers drive.
 *
 * @param buffers - clock buffers of the tree
 * @param clocked - cells of the whole chip, of which the last buffers drive those with a free clock
 * @param sinkWireFf - wire of the clock a clock input, fF
 */
export function clockTreeCyclePj(
  e: Electrics,
  buffers: number,
  clocked: CellTotals,
  sinkWireFf: number,
): number {
  const { inputFf, outputPj } = e.cell('clockBuffer')
  let sinksPj = -clocked.gatedFlops * e.clockNetPj('flop', sinkWireFf)
  for (const role of CLOCKED) sinksPj += clocked[role] * e.clockNetPj(role, sinkWireFf)
  return sinksPj + 2 * buffers * (outputPj + e.edgePj(inputFf + e.netFf))
}

/** Wire of the clock that each clock input has to itself, fF: the tree's last level over the whole chip. */
export function clockSinkWireFf(e: Electrics, clocked: CellTotals, chipUm2: number): number {
  const sinks = clockSinks(clocked)
  return sinks === 0 ? 0 : e.spreadNetFf(sinks, chipUm2) / sinks
}
