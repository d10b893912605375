import { broadcastTo } from '../graph/broadcast.js'
import { evaluateNode } from '../graph/evaluate-node.js'
import type { FoldedGraph } from '../graph/fold-constants.js'
import type { SourceNode } from '../graph/source-graph.js'
import type { Tensor } from '../graph/tensor.js'
import { findOperator } from '../operators/table.js'
import { refuse } from './path.js'

/** Weights of one layer as integers times one unit a column. */
export interface IntegerWeights {
  /** [input][output], as the source's matrix. */
  readonly integers: Int32Array
  /** Positive, one an output. */
  readonly units: Float64Array
}

/** Relative error of value / unit that a few float64 roundings can cause. */
const TOLERANCE = 2 ** -48

const INTEGER_MAX = 2 ** 15

/** Operators that change the unit of weights but not their integers. */
const PASSES = new Set(['Cast', 'Identity', 'Mul', 'Div'])

/**
 * Finds the integers behind the constant matrix of a linear node.
 *
 * The unit is the scale of the quantiser that made the weights; weights stored without one must be
 * integers, or of one magnitude a column.
 *
 * @throws UnsupportedError when they are not quantised
 */
export function integerWeights(node: SourceNode, matrix: Tensor, folded: FoldedGraph): IntegerWeights {
  const [inputs, outputs] = matrix.shape
  const { data } = matrix
  const unitOf = quantiserUnits(node.inputs[1], folded) ?? storedUnits(matrix)
  const units = new Float64Array(outputs).fill(1)
  const integers = new Int32Array(data.length)
  for (let o = 0; o < outputs; o++) {
    units[o] = unitOf.data[o]
    for (let i = 0; i < inputs; i++) {
      const at = i * outputs + o
      if (unitOf.data[at] !== units[o])
        throw refuse(node, 'the scale of its weights changes along the inputs')
      const integer = Math.round(data[at] / units[o])
      if (!(Math.abs(integer * units[o] - data[at]) <= TOLERANCE * Math.abs(data[at]))) {
        throw refuse(node, `its weights are not quantised (${data[at]} in column ${o})`)
      }
      if (Math.abs(integer) > INTEGER_MAX) throw refuse(node, `weight ${integer} has more than 16 bits`)
      integers[at] = integer
    }
  }
  return reduce(integers, units)
}

/** Divides out a factor that all integers share. */
function reduce(integers: Int32Array, units: Float64Array): IntegerWeights {
  let divisor = 0
  for (const integer of integers) divisor = gcd(divisor, Math.abs(integer))
  if (divisor <= 1) return { integers, units }
  return { integers: integers.map((w) => w / divisor), units: units.map((unit) => unit * divisor) }
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}

/** Unit of each weight from the quantiser that made it, through the moves and scales behind it. */
function quantiserUnits(name: string, folded: FoldedGraph): Tensor | undefined {
  const node = folded.makers.get(name)
  if (node === undefined) return undefined
  const operator = findOperator(node)
  if (typeof operator === 'string') return undefined
  if (operator.kind === 'quantiser' && node.operator !== 'MultiThreshold') {
    const scale = folded.constants.get(node.inputs[1])
    const { shape } = folded.constants.get(name)!
    return broadcastTo(scale ?? { shape: [], data: Float64Array.of(1) }, shape)
  }
  if (operator.kind !== 'move' && !PASSES.has(node.operator)) return undefined
  for (const input of node.inputs) {
    const unit = quantiserUnits(input, folded)
    if (unit === undefined) continue
    const values = new Map(folded.constants).set(input, unit)
    evaluateNode(node, values)
    const moved = values.get(node.outputs[0])!
    return { shape: moved.shape, data: moved.data.map(Math.abs) }
  }
  return undefined
}

/** Unit of each stored weight: 1 for integers, else the magnitude that its column shares. */
function storedUnits(matrix: Tensor): Tensor {
  const outputs = matrix.shape[1]
  const { data } = matrix
  if (data.every(Number.isInteger))
    return { shape: matrix.shape, data: new Float64Array(data.length).fill(1) }
  const magnitude = new Float64Array(outputs)
  for (let at = 0; at < data.length; at++) {
    magnitude[at % outputs] = Math.max(magnitude[at % outputs], Math.abs(data[at]))
  }
  return { shape: matrix.shape, data: data.map((_, at) => magnitude[at % outputs] || 1) }
}
