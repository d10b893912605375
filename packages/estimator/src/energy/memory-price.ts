import { GROUP_WORDS, type MemoryShape } from '../structure/memory.js'
import type { Electrics } from './electrics.js'
import { RANDOM_TOGGLE } from './event.js'

/** Energies of one memory's events, pJ. */
export interface MemoryPrice {
  /** One bit of the write data changes: it reaches every word. */
  readonly writeDataBitPj: number
  /** One segment is written, without the bits that change in it. */
  readonly writePj: number
  /** One stored bit changes. */
  readonly storedBitPj: number
  /** The read address changes. */
  readonly selectPj: number
  /** One bit of the read data changes. */
  readonly readBitPj: number
}

/** Prices the events of a memory. */
export function priceMemory(e: Electrics, shape: MemoryShape): MemoryPrice {
  const { depth, width, segment, style } = shape
  const cell = style === 'latch' ? 'latch' : 'flop'
  const decodePj = e.transitionPj('and2', 'and2') * 4
  return {
    writeDataBitPj: e.treePj(depth, style === 'latch' ? 'latch' : 'mux2'),
    // Flip-flops of a memory see the free clock: only their multiplexers' select moves
    writePj: decodePj + (style === 'latch' ? latchWritePj(e, shape) : 2 * e.treePj(segment, 'mux2')),
    storedBitPj: e.transitionPj(cell, 'andOrInvert22'),
    selectPj: e.selectPj(depth, width),
    readBitPj: e.readPathPj(depth, 'xnor2'),
  }
}

/** Clock gates of one write into latches: the word's, and the one in front of its group with all that hangs behind it, pJ. */
function latchWritePj(e: Electrics, { depth, width, segment }: MemoryShape): number {
  const gates = (Math.min(depth, GROUP_WORDS) * width) / segment
  return e.gatePulsePj(segment) + (depth > 1 ? e.gatedClockPj('innerClockGate', gates) : 0)
}

/** Price of one write of a segment of random data, pJ: pulse, and half of its stored bits. */
export function randomWritePj(price: MemoryPrice, segment: number): number {
  return price.writePj + RANDOM_TOGGLE * segment * price.storedBitPj
}

/** Cells that a net drives by itself; with more there are buffers behind it. */
const DIRECT_SINKS = 12

/**
 * Energy of one bit of write data that goes to the same memory of every row, pJ.
 *
 * @param sink - cell that takes the bit in each word
 * @returns `sharedPj` for the nets that reach the rows, `ownPj` for what is inside of them
 */
export function priceRowData(
  e: Electrics,
  rows: number,
  depth: number,
  sink: 'latch' | 'mux2',
): { readonly sharedPj: number; readonly ownPj: number } {
  if (depth <= DIRECT_SINKS) {
    const ownPj = rows * depth * e.cell(sink).inputPj
    return { sharedPj: e.treePj(rows * depth, sink) - ownPj, ownPj }
  }
  const entries = rows * Math.ceil(depth / DIRECT_SINKS)
  return {
    sharedPj: e.treePj(entries, 'buffer'),
    ownPj: rows * e.treePj(depth, sink),
  }
}
