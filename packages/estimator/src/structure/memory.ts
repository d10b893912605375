import type { MemoryStyle } from '@concord/arch'
import { addCells, type CellCounts } from './cell-counts.js'
import { defineModule, type ModuleStructure } from './module.js'
import { broadcast, choose, decoder, selector, times } from './operators.js'

/** Shape of a memory; parameters of concord_memory. */
export interface MemoryShape {
  readonly depth: number
  readonly width: number
  /** Bits written together. */
  readonly segment: number
  readonly style: MemoryStyle
}

/** Storage cells with their write enables: a latch a bit behind a clock gate a segment, or a flip-flop a bit that holds. */
export function storageCells({ depth, width, segment, style }: MemoryShape): CellCounts {
  const enables = (depth * width) / segment
  return style === 'latch'
    ? { latch: depth * width, clockGate: enables, and2: enables }
    : addCells({ flop: depth * width, and2: enables }, times(depth, choose(width)))
}

/**
 * Mirrors rtl/concord_memory.sv: storage, write decoder, write data to every word, and-or read path.
 *
 * @param copies - memories of this shape beside each other
 */
export function memoryStructure(instance: string, shape: MemoryShape, copies = 1): ModuleStructure {
  const { depth, width } = shape
  return defineModule({
    instance,
    module: 'concord_memory',
    copies,
    memory: shape,
    logic: addCells(storageCells(shape), decoder(depth), broadcast(width, depth), selector(depth, width)),
  })
}
