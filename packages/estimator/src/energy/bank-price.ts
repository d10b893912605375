import { clog2 } from '@concord/arch'
import { addressLines } from '../structure/bank.js'
import type { MemoryShape } from '../structure/memory.js'
import type { Electrics } from './electrics.js'
import { RANDOM_TOGGLE } from './event.js'

/** Another word of a bank is read: the register of its address, the lines behind it, what decodes in front of it or behind, pJ. */
export function bankSelectPj(e: Electrics, { depth, width, style }: MemoryShape): number {
  if (style !== 'latch') {
    const bits = clog2(depth)
    const address = RANDOM_TOGGLE * bits * e.transitionPj('flop', 'and2')
    return e.gatedClockPj('flop', bits) + address + e.selectPj(depth, width)
  }
  const { lows, highs } = addressLines(depth)
  // One line of each half falls and one rises; a line of one half reaches all of the other
  const halves = 4 * e.cell('flop').outputPj + 2 * (e.treePj(highs, 'and2') + e.treePj(lows, 'and2'))
  const words = 2 * (e.transitionPj('and2', 'buffer') + e.treePj(width, 'andOrInvert22'))
  const decoded = 4 * e.transitionPj('and2', 'flop')
  return e.gatedClockPj('flop', lows + highs) + decoded + halves + words
}
