import { broadcast, broadcastShape, broadcastTo } from '../graph/broadcast.js'
import { formatShape, mapTensor } from '../graph/tensor.js'
import { type Operator, operand } from './operator.js'
import type { Quantiser } from './quantiser.js'

const FALSE_TRUE = [0, 1]

/** Truth as 0 and 1, of two operands. */
function compare(f: (x: number, y: number) => boolean): Quantiser {
  return {
    kind: 'quantiser',
    evaluate: (_node, inputs) => [
      broadcast(operand(inputs, 0), operand(inputs, 1), (x, y) => Number(f(x, y))),
    ],
    levels: () => FALSE_TRUE,
  }
}

/** Chooses between its second and third operand. */
const where: Quantiser = {
  kind: 'quantiser',
  evaluate: (_node, inputs) => {
    const [condition, yes, no] = [0, 1, 2].map((i) => operand(inputs, i))
    const values = broadcastShape(yes.shape, no.shape)
    const shape = values && broadcastShape(condition.shape, values)
    if (shape === undefined) {
      throw new RangeError(
        `shapes ${[condition, yes, no].map((x) => formatShape(x.shape)).join(', ')} do not broadcast`,
      )
    }
    const [chosen, a, b] = [condition, yes, no].map((x) => broadcastTo(x, shape))
    return [{ shape, data: chosen.data.map((truth, i) => (truth !== 0 ? a.data[i] : b.data[i])) }]
  },
  levels: (_node, inputs) =>
    [...new Set([...operand(inputs, 1).data, ...operand(inputs, 2).data])].sort((a, b) => a - b),
}

const equal: Operator = {
  kind: 'host',
  evaluate: (_node, inputs) => [broadcast(operand(inputs, 0), operand(inputs, 1), (x, y) => Number(x === y))],
}

/** Comparisons and what is made of them. */
export const COMPARISONS: Readonly<Record<string, Operator>> = {
  Greater: compare((x, y) => x > y),
  GreaterOrEqual: compare((x, y) => x >= y),
  Less: compare((x, y) => x < y),
  LessOrEqual: compare((x, y) => x <= y),
  And: compare((x, y) => x !== 0 && y !== 0),
  Or: compare((x, y) => x !== 0 || y !== 0),
  Not: {
    kind: 'monotone',
    evaluate: (_node, inputs) => [mapTensor(operand(inputs, 0), (x) => Number(x === 0))],
  },
  Where: where,
  Equal: equal,
}
