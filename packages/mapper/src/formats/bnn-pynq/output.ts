import { tensor } from '../../graph/tensor.js'
import type { GraphBuilder } from '../graph-builder.js'
import type { Count } from './layer-nodes.js'

/** Class scores as the accumulators hold them: equal bits, or sums. */
export function scores(b: GraphBuilder, sums: string, count: Count): string {
  if (count.of !== 'equalBits') return sums
  const shifted = b.node('Add', 'scores/shifted', [sums, b.constant('scores/bits', tensor([count.bits], []))])
  return b.node('Mul', 'scores', [shifted, b.constant('scores/half', tensor([0.5], []))])
}

/** The host takes the highest output bit that is set, class 0 when none is: bit × (class + 1), largest first. */
export function highestBit(b: GraphBuilder, sums: string, limits: Float64Array): string {
  const one = b.constant('output/one', tensor([1], []))
  // Sums are integers, so 1 − relu(1 − relu(sum − limit + 1)) is 1 from the limit on, else 0
  const offsets = b.constant('output/offsets', tensor(limits.map((limit) => limit - 1)))
  const above = b.node('Relu', 'output/above', [b.node('Sub', 'output/distance', [sums, offsets])])
  const below = b.node('Relu', 'output/below', [b.node('Sub', 'output/missing', [one, above])])
  const bits = b.node('Sub', 'output/bits', [one, below])
  const places = b.constant('output/places', tensor(limits.map((_, i) => i + 1)))
  return b.node('Mul', 'output', [bits, places])
}
