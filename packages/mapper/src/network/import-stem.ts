import type { SourceGraph, SourceNode } from '../graph/source-graph.js'
import { elementCount, type Tensor } from '../graph/tensor.js'
import type { Quantiser } from '../operators/quantiser.js'
import { findOperator } from '../operators/table.js'
import { packHostGraph } from './host-graph.js'
import type { HostParts } from './host-parts.js'
import type { InputSource } from './input-source.js'
import { Layout } from './layout.js'
import { nodesBetween } from './nodes-between.js'
import { quantiserLevels } from './quantiser-levels.js'
import type { SegmentDraft } from './segment-draft.js'
import type { Stem } from './stem.js'
import type { BaseValue } from './value.js'

/** Values that a byte can number. */
const VALUES_MAX = 256

/**
 * Values that a quantiser gives, which the host numbers.
 *
 * @throws UnsupportedError when they differ from channel to channel
 * @returns undefined when they are more than a byte numbers
 */
export function hostLevels(
  node: SourceNode,
  constants: ReadonlyMap<string, Tensor>,
): readonly number[] | undefined {
  const operator = findOperator(node) as Quantiser
  const own = node.inputs.flatMap((input) =>
    constants.has(input) ? [[input, constants.get(input)!] as const] : [],
  )
  const [values] = quantiserLevels(operator, { node, constants: own, classes: 1 })
  return numbered(values)
}

/** Some values, each once and ascending; undefined when they are more than a byte numbers. */
export function numbered(values: readonly number[]): readonly number[] | undefined {
  const ascending = [...new Set(values)].sort((a, b) => a - b)
  return ascending.length > VALUES_MAX ? undefined : ascending
}

/**
 * A stem that makes a tensor.
 *
 * @param values - of its result; none where they are wide
 */
export function packStem(
  nodes: readonly SourceNode[],
  output: string,
  graphInput: InputSource['graphInput'],
  source: SourceGraph,
  constants: ReadonlyMap<string, Tensor>,
  reason: string,
  values: readonly number[] = [],
): Stem {
  const { name, shape } = source.input
  const graph = packHostGraph(nodes, { tensor: name, shape }, output, constants)
  return { graph, reason, elements: elementCount(graphInput.shape), scale: graphInput.scale, values }
}

/** The segment that is the network's input: the graph's own input, or the first map that depends on it alone; undefined without one. */
export function chooseInput(
  segments: readonly (readonly [SegmentDraft, number])[],
  reads: ReadonlySet<string>,
): SegmentDraft | undefined {
  const able = segments.flatMap(([segment]) =>
    isOfInputAlone(segment) && reads.has(segment.id) ? [segment] : [],
  )
  return able.find(({ source }) => source!.made === undefined) ?? able[0]
}

function isOfInputAlone({ inputs, behind }: SegmentDraft): boolean {
  return inputs.length === 0 && behind.every(isOfInputAlone)
}

/** The stem that takes a segment's place as the network's input; undefined where bytes enter as they are. */
export function stemOf(
  { source: entering, keeps }: SegmentDraft,
  { source, makers, constants }: Pick<HostParts, 'source' | 'makers' | 'constants'>,
): Stem | undefined {
  const { tensor, made, graphInput } = entering!
  if (made === undefined) return undefined
  const nodes = nodesBetween(tensor, source.input.name, makers)
  const stem = packStem(nodes, tensor, graphInput, source, constants, made.reason, made.values)
  return keeps.size > 0 ? { ...stem, keeps: [...keeps] } : stem
}

/** Value of what enters the chip; which map it is turns out when a layer takes it. */
export function inputValueOf(input: InputSource): BaseValue {
  const { tensor, shape } = input
  const pixels = shape.length > 2 ? elementCount(shape.slice(2)) : 1
  const [height, width] = shape.length === 4 ? shape.slice(2) : [1, pixels]
  return { kind: 'base', tensor, draft: input, layout: new Layout(shape, pixels), area: { height, width } }
}
