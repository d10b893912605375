import { addCells, type CellCounts } from './cell-counts.js'
import { defineModule, type ModuleStructure } from './module.js'
import { choose, decoder, selector, times } from './operators.js'

/** Shape of a memory; parameters of concord_memory. */
export interface MemoryShape {
  readonly depth: number
  readonly width: number
  /** Bits written together. */
  readonly segment: number
  readonly cell: 'latch' | 'flop'
}

/** Write and read circuits, and the storage, of one memory. */
function memoryCells({ depth, width, segment, cell }: MemoryShape): CellCounts {
  const segments = width / segment
  const writeEnables = addCells(decoder(depth), { and2: depth * segments })
  const read = selector(depth, width)
  const storage: CellCounts =
    cell === 'latch'
      ? { latch: depth * width, clockGate: depth * segments }
      : addCells({ flop: depth * width }, times(depth, choose(width)))
  return addCells(writeEnables, storage, read)
}

/** Mirrors rtl/concord_memory.sv. */
export function memoryStructure(instance: string, shape: MemoryShape, copies = 1): ModuleStructure {
  return defineModule({ instance, module: 'concord_memory', copies, logic: memoryCells(shape) })
}
