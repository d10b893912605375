import type { MemoryStyle } from '@concord/arch'
import type { BlockName } from './blocks.js'
import { addCells, type CellCounts } from './cell-counts.js'
import { defineModule, type ModuleStructure } from './module.js'
import { broadcast, decoder, hold, selected, selector, times } from './operators.js'

/** Shape of a memory; parameters of concord_memory. */
export interface MemoryShape {
  readonly depth: number
  readonly width: number
  /** Bits written together. */
  readonly segment: number
  readonly style: MemoryStyle
  /** It is read by a line for each word, decoded elsewhere. @defaultValue false */
  readonly oneHot?: boolean
}

/** Latches one clock gate drives by itself. */
const GATED_LATCHES = 32

/** Words of latches whose clock gates share another one in front of them. */
export const GROUP_WORDS = 8

/** Buffers between a clock gate and its latches. */
function gatedBuffers(latches: number): number {
  return latches > GATED_LATCHES ? Math.ceil(latches / GATED_LATCHES) : 0
}

/** Storage cells with their write enables: a latch a bit behind a clock gate a segment and one for eight words, or a flip-flop a bit that holds. */
function storageCells({ depth, width, segment, style }: MemoryShape): CellCounts {
  const enables = (depth * width) / segment
  return style === 'latch'
    ? {
        latch: depth * width,
        ...(depth > 1
          ? { clockGate: Math.ceil(depth / GROUP_WORDS), innerClockGate: enables }
          : { clockGate: enables }),
        clockBuffer: gatedBuffers(segment) * enables,
        and2: enables,
      }
    : addCells({ flop: depth * width, and2: enables }, times(depth, hold(width)))
}

/** Mirrors rtl/concord_memory.sv: storage, write decoder, write data to every word, and-or read path. */
export function memoryStructure(
  instance: string,
  block: BlockName,
  shape: MemoryShape,
  copies = 1,
): ModuleStructure {
  const { depth, width, oneHot = false } = shape
  const logic = addCells(
    storageCells(shape),
    decoder(depth),
    broadcast(width, depth),
    oneHot ? selected(depth, width) : selector(depth, width),
  )
  return defineModule({ instance, module: 'concord_memory', block, copies, logic })
}
