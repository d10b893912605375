import type { Tensor } from '../graph/tensor.js'
import { ChannelFunction } from './channel-function.js'
import { refuse } from './refuse.js'
import { type TableFunction, tableFunctionOf } from './table-function.js'
import type { StepValue, Value } from './value.js'

/** What a node does to each channel: x → gain · x + bias, another factor below 0, or a function of the post unit's table. */
export type RealStep =
  | { readonly kind: 'affine'; readonly gain: Float64Array; readonly bias: Float64Array }
  | { readonly kind: 'slope'; readonly slope: Float64Array }
  | { readonly kind: 'function'; readonly function: TableFunction }

const AFFINE = new Set(['Add', 'Sub', 'Mul', 'Div', 'Neg', 'BatchNormalization', 'Identity', 'Dropout'])
const SLOPES = new Set(['Relu', 'PRelu', 'LeakyRelu'])

/** Whether a step bends a channel upwards below 0, so that it is not monotone. */
export function fallsBelowZero(step: StepValue, constants: ReadonlyMap<string, Tensor>): boolean {
  if (!SLOPES.has(step.node.operator)) return false
  const read = readRealStep(step, constants)
  return read.kind === 'slope' && read.slope.some((factor) => factor < 0)
}

/** Where the nodes are evaluated to find what they do. */
const POINT = 1024

/**
 * Reads a node as a step of the post unit, by evaluating it.
 *
 * @throws UnsupportedError when it is none
 */
export function readRealStep(step: StepValue, constants: ReadonlyMap<string, Tensor>): RealStep {
  const { node, operands } = step
  const from = operands.find((operand): operand is Value => operand !== undefined)!
  const table = tableFunctionOf(node.operator)
  if (table !== undefined) return { kind: 'function', function: table }
  if (!AFFINE.has(node.operator) && !SLOPES.has(node.operator)) {
    throw refuse(
      node,
      'it works on real values, which the post unit only scales, shifts, bends at 0 and puts through its table',
    )
  }
  const f = new ChannelFunction(step, constants)
  const at = (point: number) => {
    const points = new Float64Array(f.channels).fill(point)
    return f.run(points, new Map([[from, points]])).get(step)!
  }
  const [low, middle, high] = [-POINT, 0, POINT].map(at)
  if (SLOPES.has(node.operator)) return { kind: 'slope', slope: low.map((value) => value / -POINT) }
  const gain = high.map((value, c) => (value - low[c]) / (2 * POINT))
  return { kind: 'affine', gain, bias: middle }
}
