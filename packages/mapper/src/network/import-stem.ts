import type { SourceGraph, SourceNode } from '../graph/source-graph.js'
import { elementCount, type Tensor } from '../graph/tensor.js'
import type { Quantiser } from '../operators/quantiser.js'
import { findOperator } from '../operators/table.js'
import { packHostGraph } from './host-graph.js'
import { nodesBetween } from './import-head.js'
import type { InputSource } from './input-source.js'
import { Layout } from './layout.js'
import { quantiserLevels } from './quantiser-levels.js'
import type { Stem } from './stem.js'
import type { BaseValue } from './value.js'

/** Values of a stem's result that a byte can number. */
const VALUES_MAX = 256

/**
 * The host's part up to a quantiser.
 *
 * @param node - the quantiser, whose result enters the chip
 * @param graphInput - of the whole graph
 * @throws UnsupportedError when its levels differ from channel to channel
 * @returns undefined when the quantiser has more levels than a byte numbers
 */
export function importStem(
  node: SourceNode,
  source: SourceGraph,
  graphInput: InputSource['graphInput'],
  {
    makers,
    constants,
  }: { readonly makers: ReadonlyMap<string, SourceNode>; readonly constants: ReadonlyMap<string, Tensor> },
  reason: string,
): Stem | undefined {
  const operator = findOperator(node) as Quantiser
  const own = node.inputs.flatMap((input) =>
    constants.has(input) ? [[input, constants.get(input)!] as const] : [],
  )
  const [values] = quantiserLevels(operator, { node, constants: own, classes: 1 })
  if (values.length > VALUES_MAX) return undefined
  const [output] = node.outputs
  const nodes = nodesBetween(output, source.input.name, makers)
  return { ...packStem(nodes, output, graphInput, source, constants, reason), values }
}

/** A stem that makes a tensor; its values are still to be told. */
export function packStem(
  nodes: readonly SourceNode[],
  output: string,
  graphInput: InputSource['graphInput'],
  source: SourceGraph,
  constants: ReadonlyMap<string, Tensor>,
  reason: string,
): Stem {
  const { name, shape } = source.input
  const graph = packHostGraph(nodes, { tensor: name, shape }, output, constants)
  return { graph, reason, elements: elementCount(graphInput.shape), scale: graphInput.scale, values: [] }
}

/** Value of what enters the chip; which map it is turns out when a layer takes it. */
export function inputValueOf(input: InputSource): BaseValue {
  const { tensor, shape } = input
  const pixels = shape.length > 2 ? elementCount(shape.slice(2)) : 1
  const [height, width] = shape.length === 4 ? shape.slice(2) : [1, pixels]
  return { kind: 'base', tensor, draft: input, layout: new Layout(shape, pixels), area: { height, width } }
}
