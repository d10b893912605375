import { broadcastTo } from '../graph/broadcast.js'
import { evaluateNode } from '../graph/evaluate-node.js'
import type { FoldedGraph } from '../graph/fold-constants.js'
import type { SourceNode } from '../graph/source-graph.js'
import { elementCount, type Tensor } from '../graph/tensor.js'
import { findOperator } from '../operators/table.js'
import { refuse } from './refuse.js'

/** Weights of one layer as integers times one unit an output. */
export interface IntegerWeights {
  /** In the order of the source's tensor. */
  readonly integers: Int32Array
  /** Positive, one an output. */
  readonly units: Float64Array
}

/** Relative error of value / unit that a few float64 roundings can cause. */
const TOLERANCE = 2 ** -48

const INTEGER_MAX = 2 ** 15

/** Quantisers whose second operand is the scale of their integers. */
const SCALED = new Set(['BipolarQuant', 'Quant', 'IntQuant'])

/** Operators that change the unit of weights but not their integers. */
const PASSES = new Set(['Cast', 'Identity', 'Mul', 'Div'])

/**
 * Finds the integers behind the constant weights of a linear node.
 *
 * The unit is the scale of the quantiser that made the weights; weights stored without one must be
 * integers, or of one magnitude an output.
 *
 * @param outputAxis - axis of the weights that counts outputs
 * @throws UnsupportedError when they are not quantised
 */
export function integerWeights(
  node: SourceNode,
  weights: Tensor,
  outputAxis: number,
  folded: FoldedGraph,
): IntegerWeights {
  const { data, shape } = weights
  const inner = elementCount(shape.slice(outputAxis + 1))
  const outputs = shape[outputAxis]
  const outputOf = (at: number) => Math.floor(at / inner) % outputs
  const unitOf = quantiserUnits(node.inputs[1], folded)?.data ?? storedUnits(data, outputs, outputOf)
  const units = new Float64Array(outputs)
  const integers = new Int32Array(data.length)
  for (let at = 0; at < data.length; at++) {
    const output = outputOf(at)
    if (units[output] === 0) units[output] = unitOf[at]
    const unit = units[output]
    if (unitOf[at] !== unit) throw refuse(node, 'the scale of its weights changes along the inputs')
    const integer = Math.round(data[at] / unit)
    if (!(Math.abs(integer * unit - data[at]) <= TOLERANCE * Math.abs(data[at]))) {
      throw refuse(node, `its weights are not quantised (${data[at]} in output ${output})`)
    }
    if (Math.abs(integer) > INTEGER_MAX) throw refuse(node, `weight ${integer} has more than 16 bits`)
    integers[at] = integer
  }
  return reduce(integers, units)
}

/** Divides out a factor that all integers share. */
function reduce(integers: Int32Array, units: Float64Array): IntegerWeights {
  let divisor = 0
  for (const integer of integers) {
    if (divisor === 1) break
    divisor = gcd(divisor, Math.abs(integer))
  }
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
  const { shape } = folded.constants.get(name)!
  if (SCALED.has(node.operator)) return broadcastTo(folded.constants.get(node.inputs[1])!, shape)
  if (node.operator === 'Sign') return { shape, data: new Float64Array(elementCount(shape)).fill(1) }
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

/** Unit of each stored weight: 1 for integers, else the magnitude that its output shares. */
function storedUnits(data: Float64Array, outputs: number, outputOf: (at: number) => number): Float64Array {
  if (data.every(Number.isInteger)) return new Float64Array(data.length).fill(1)
  const magnitude = new Float64Array(outputs)
  for (let at = 0; at < data.length; at++) {
    const output = outputOf(at)
    magnitude[output] = Math.max(magnitude[output], Math.abs(data[at]))
  }
  return data.map((_, at) => magnitude[outputOf(at)] || 1)
}
