import { evaluateNode } from '../graph/evaluate-node.js'
import type { SourceNode } from '../graph/source-graph.js'
import { filled, mapTensor, type Tensor } from '../graph/tensor.js'
import { findOperator } from '../operators/table.js'
import type { RealRange } from './real-range.js'
import { refuse } from './refuse.js'

/** Least and greatest value of each element of a tensor. */
interface Bounds {
  readonly low: Tensor
  readonly high: Tensor
}

/** Operators that may have two computed operands, and rise with both. */
const RISING = new Set(['Add', 'Max', 'Min', 'Concat'])

/**
 * Range of each channel of a tensor that the host computes from the input, by evaluating its nodes on both ends.
 *
 * @param nodes - in evaluation order
 * @param input - the graph's input, and the least and greatest value of its elements
 * @throws UnsupportedError when there is a node that is neither linear nor monotone
 */
export function stemRange(
  nodes: readonly SourceNode[],
  output: string,
  input: {
    readonly tensor: string
    readonly shape: readonly number[]
    readonly low: number
    readonly high: number
  },
  constants: ReadonlyMap<string, Tensor>,
): RealRange {
  const bounds = new Map<string, Bounds>()
  bounds.set(input.tensor, { low: filled(input.shape, input.low), high: filled(input.shape, input.high) })
  for (const node of nodes) bounds.set(node.outputs[0], boundsOf(node, bounds, constants))
  return channelRange(bounds.get(output)!)
}

function boundsOf(
  node: SourceNode,
  bounds: ReadonlyMap<string, Bounds>,
  constants: ReadonlyMap<string, Tensor>,
): Bounds {
  const computed = node.inputs.filter((name) => bounds.has(name))
  const operator = findOperator(node)
  const kind = typeof operator === 'string' ? 'host' : operator.kind
  if (kind === 'host' || (computed.length > 1 && !RISING.has(node.operator)))
    throw refuse(node, 'the range of the real map that it makes is not known')
  const at = (pick: keyof Bounds, weights?: Tensor) => {
    const values = new Map(constants)
    for (const name of computed) values.set(name, bounds.get(name)![pick])
    if (weights) values.set(node.inputs[1], weights)
    evaluateNode(node, values)
    return values.get(node.outputs[0])!
  }
  if (kind === 'linear') {
    const weights = constants.get(node.inputs[1])
    if (weights === undefined) throw refuse(node, 'the range of the real map that it makes is not known')
    const [rising, falling] = [Math.max, Math.min].map((pick) => mapTensor(weights, (w) => pick(w, 0)))
    return {
      low: sum(at('low', rising), at('high', falling)),
      high: sum(at('high', rising), at('low', falling)),
    }
  }
  const [low, high] = [at('low'), at('high')]
  const ends = (pick: (...values: number[]) => number): Tensor => ({
    ...low,
    // 0 lies within any range that a function with a corner at 0 could leave
    data: low.data.map((value, i) => pick(value, high.data[i], ...(SLOPES.has(node.operator) ? [0] : []))),
  })
  return { low: ends(Math.min), high: ends(Math.max) }
}

const SLOPES = new Set(['PRelu', 'LeakyRelu'])

function sum(a: Tensor, b: Tensor): Tensor {
  return { ...a, data: a.data.map((value, i) => value + b.data[i]) }
}

/** Of axis 1. */
function channelRange({ low, high }: Bounds): RealRange {
  const channels = low.shape[1] ?? 1
  const pixels = low.data.length / channels
  const over = (data: Float64Array, pick: (a: number, b: number) => number) =>
    Float64Array.from({ length: channels }, (_, c) =>
      data.subarray(c * pixels, (c + 1) * pixels).reduce((a, b) => pick(a, b)),
    )
  return { low: over(low.data, Math.min), high: over(high.data, Math.max) }
}
