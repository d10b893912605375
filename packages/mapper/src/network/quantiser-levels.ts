import type { Tensor } from '../graph/tensor.js'
import type { Quantiser } from '../operators/quantiser.js'
import { refuse } from './refuse.js'
import type { Step } from './table-step.js'

/**
 * Levels of a quantiser, by column, ascending.
 *
 * @throws UnsupportedError when they are more than are counted as quantised
 */
export function quantiserLevels(
  operator: Quantiser,
  { node, constants, classes }: Step,
): readonly (readonly number[])[] {
  const known = new Map(constants)
  // the number of levels is that of thresholds, the same in all columns
  const byColumn = ({ shape }: Tensor) => node.operator !== 'MultiThreshold' && shape.length === 2
  const varying = constants.some(([, constant]) => byColumn(constant))
  const listOf = (column: number): number[] => {
    const inputs = node.inputs.map((name) => {
      const constant = known.get(name)
      const sliced = constant !== undefined && byColumn(constant)
      return sliced ? { shape: [], data: constant.data.subarray(column, column + 1) } : constant
    })
    try {
      return [...new Set(operator.levels(node, inputs))].sort((a, b) => a - b)
    } catch (cause) {
      if (cause instanceof RangeError) throw refuse(node, cause.message)
      throw cause
    }
  }
  const first = listOf(0)
  return Array.from({ length: classes }, (_, c) => (varying ? listOf(c) : first))
}
