import { numberAttribute } from '../graph/source-graph.js'
import { mapTensor } from '../graph/tensor.js'
import { operand } from './operator.js'
import type { Quantiser } from './quantiser.js'
import { roundHalfEven } from './rounding.js'

/** Operators that round to whole numbers. */
export const ROUNDINGS: Readonly<Record<string, (x: number) => number>> = {
  Round: roundHalfEven,
  Floor: Math.floor,
  Ceil: Math.ceil,
}

/** The same where the attributes `low` and `high` say between which whole numbers all results lie, which makes quantisers of them. */
export const BOUNDED_ROUNDINGS: Readonly<Record<string, Quantiser>> = Object.fromEntries(
  Object.entries(ROUNDINGS).map(([name, round]): [string, Quantiser] => [
    name,
    {
      kind: 'quantiser',
      evaluate: (_node, inputs) => [mapTensor(operand(inputs, 0), round)],
      levels: (node) => {
        const low = numberAttribute(node, 'low', 0)
        return Array.from({ length: numberAttribute(node, 'high', 0) - low + 1 }, (_, i) => low + i)
      },
    },
  ]),
)
