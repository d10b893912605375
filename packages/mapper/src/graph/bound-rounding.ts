import { ROUNDINGS } from '../operators/bounded-rounding.js'
import { findOperator } from '../operators/table.js'
import { evaluateNode } from './evaluate-node.js'
import type { SourceGraph, SourceNode } from './source-graph.js'
import type { Tensor } from './tensor.js'

/** Most whole numbers between which a rounding counts as a quantiser. */
const LEVELS_MAX = 2 ** 16

/** Functions of one element that rise or fall all the way. */
const RISING = new Set([
  'Clip',
  'HardSigmoid',
  'Sigmoid',
  'Tanh',
  'Relu',
  'Min',
  'Max',
  'Add',
  'Sub',
  'Mul',
  'Neg',
])

type Range = readonly [low: number, high: number]
const ANY: Range = [-Infinity, Infinity]

/**
 * Makes quantisers of Round, Floor and Ceil where what is in front of them keeps their results between two whole numbers:
 * Clip, Mul, Round, Div is how frameworks without quantisers write activations of several bits.
 *
 * A clip to whole numbers right behind a rounding is put in front of it, where it does the same.
 *
 * @param folded - all constants, those that nodes compute included
 */
export function boundRounding(graph: SourceGraph, folded: ReadonlyMap<string, Tensor>): SourceGraph {
  const nodes = clipsFirst(graph, folded)
  const ranges = new Map<string, Range>()
  const bounded = nodes.map((node) => {
    const range = rangeOf(node, ranges, folded)
    ranges.set(node.outputs[0], range)
    return isRounding(node) ? { ...node, attributes: new Map(boundsOf(range)) } : node
  })
  return { ...graph, nodes: bounded }
}

function isRounding({ operator, domain }: SourceNode): boolean {
  return (domain === '' || domain === 'ai.onnx') && Object.hasOwn(ROUNDINGS, operator)
}

function boundsOf([low, high]: Range): [string, number][] {
  if (!(high - low < LEVELS_MAX)) return []
  return [
    ['low', low],
    ['high', high],
  ]
}

/** Between which values the results of a node lie, whatever the network's input. */
function rangeOf(
  node: SourceNode,
  ranges: ReadonlyMap<string, Range>,
  folded: ReadonlyMap<string, Tensor>,
): Range {
  const operator = findOperator(node)
  const computed = node.inputs.filter((name) => name !== '' && !folded.has(name))
  if (typeof operator === 'string' || node.domain !== '' || computed.length !== 1) return ANY
  const [name] = computed
  const range = ranges.get(name) ?? ANY
  // Whatever is moved or pooled may have zeros around it, and Pad says what it puts there
  if (node.operator === 'Pad') return ANY
  if (operator.kind === 'move' || operator.kind === 'pool')
    return [Math.min(0, range[0]), Math.max(0, range[1])]
  const rises =
    RISING.has(node.operator) || isRounding(node) || (node.operator === 'Div' && name === node.inputs[0])
  if (!rises) return ANY
  const constants = node.inputs.flatMap((input) => {
    const constant = folded.get(input)
    return constant === undefined ? [] : [[input, constant] as const]
  })
  const ends = range.flatMap((end) => {
    const values = new Map([...constants, [name, { shape: [], data: Float64Array.of(end) }]])
    evaluateNode(node, values)
    return Array.from(values.get(node.outputs[0])!.data)
  })
  return ends.some(Number.isNaN) ? ANY : [Math.min(...ends), Math.max(...ends)]
}

/** The nodes, with Round and Clip to whole numbers in the order Clip and Round. */
function clipsFirst(graph: SourceGraph, folded: ReadonlyMap<string, Tensor>): SourceNode[] {
  const makers = new Map(graph.nodes.map((node) => [node.outputs[0], node]))
  const uses = (name: string) =>
    graph.nodes.filter(({ inputs }) => inputs.includes(name)).length + Number(graph.outputs.includes(name))
  const turned = new Map<SourceNode, SourceNode[]>()
  for (const node of graph.nodes) {
    if (node.operator !== 'Clip' || node.domain !== '') continue
    const [rounded, ...limits] = node.inputs
    const maker = makers.get(rounded)
    if (maker === undefined || !isRounding(maker) || turned.has(maker) || uses(rounded) !== 1) continue
    if (!rangeOf(node, new Map(), folded).every(Number.isInteger)) continue
    turned.set(maker, [])
    turned.set(node, [
      { ...node, inputs: [maker.inputs[0], ...limits], outputs: [rounded] },
      { ...maker, inputs: [rounded], outputs: node.outputs },
    ])
  }
  return graph.nodes.flatMap((node) => turned.get(node) ?? [node])
}
