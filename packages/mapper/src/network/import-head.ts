import { OnnxFormatError, UnsupportedError } from '../errors.js'
import type { SourceGraph, SourceNode } from '../graph/source-graph.js'
import { elementCount, type Tensor } from '../graph/tensor.js'
import { Draft } from './draft.js'
import type { HeadStep } from './head.js'
import { packHostGraph } from './host-graph.js'
import type { HostValue } from './host-value.js'
import { readHead } from './read-head.js'
import { refuse } from './refuse.js'
import { drafts, type Leaf, type Value } from './value.js'

/** What the host does behind the last layer. */
export interface ImportedHead {
  /** The layer whose sums go to the host. */
  readonly root: Draft
  readonly head: readonly HeadStep[]
  readonly classes: number
}

/**
 * Finds the layer whose sums leave the chip, and the host's part behind it.
 *
 * @throws UnsupportedError when nothing runs on the chip, or several results would have to leave it
 */
export function importHead(
  source: SourceGraph,
  values: ReadonlyMap<string, Value | HostValue>,
  makers: ReadonlyMap<string, SourceNode>,
  shapes: ReadonlyMap<string, readonly number[]>,
  constants: ReadonlyMap<string, Tensor>,
): ImportedHead {
  const [output] = source.outputs
  const roots = new Set<Leaf>()
  collectRoots(output, values, makers, roots)
  const layers = [...roots].filter((root) => root instanceof Draft)
  const [root, ...others] = layers
  if (root === undefined) {
    const result = values.get(output)
    if (result?.kind === 'host') throw new UnsupportedError(result.reason.nodes)
    throw new OnnxFormatError(source.name, 'the graph has no layer with weights')
  }
  const last = makers.get(output)!
  if (layers.length < roots.size) throw refuse(last, 'it needs the input as well as the sums of a layer')
  if (others.length > 0) {
    const names = layers.map(({ body }) => `"${body.name}"`).join(', ')
    throw refuse(last, `it needs the sums of ${layers.length} layers (${names}); one result leaves the chip`)
  }
  const nodes = nodesBetween(output, root.body.tensor, makers)
  const units = root.body.weightUnits.map((unit) => unit * root.body.inLevels.unit)
  const pixels = root.output.height * root.output.width
  const chain = pixels === 1 && isChain(nodes, root.body.tensor) ? nodes : undefined
  if (chain !== undefined) {
    const head = readHead(chain, root.body.tensor, units, constants)
    if (head !== undefined) return { root, head, classes: root.output.channels }
  }
  return { root, ...graphHead(nodes, root, reasonOf(values.get(output)), shapes, constants) }
}

/** Reasons why nodes are left to the host, as one text. */
export function hostReason(nodes: UnsupportedError['nodes']): string {
  return nodes.map(({ node, reason }) => `${node}: ${reason}`).join('; ')
}

function reasonOf(value: Value | HostValue | undefined): string {
  return value?.kind === 'host' ? hostReason(value.reason.nodes) : 'it follows the last layer'
}

/** Operators that choose among scores; the host reports scores and choice apart. */
const CHOICES = new Set(['ArgMax', 'TopK'])

/** The host's part as a piece of the source graph. */
function graphHead(
  nodes: readonly SourceNode[],
  { body }: Draft,
  reason: string,
  shapes: ReadonlyMap<string, readonly number[]>,
  constants: ReadonlyMap<string, Tensor>,
): Omit<ImportedHead, 'root'> {
  const last = nodes.at(-1)!
  const choice = CHOICES.has(last.operator) ? last : undefined
  const kept = choice ? nodes.slice(0, -1) : nodes
  const output = choice ? choice.inputs[0] : last.outputs[0]
  const shape = shapes.get(body.tensor) ?? [1, body.output.channels, body.output.height, body.output.width]
  const step: HeadStep = {
    op: 'graph',
    reason,
    units: Array.from(body.weightUnits, (unit) => unit * body.inLevels.unit),
    places: Array.from(body.places ?? []),
    graph: packHostGraph(kept, { tensor: body.tensor, shape }, output, constants),
  }
  const top: HeadStep[] = choice ? (readHead([choice], output, Float64Array.of(1), constants) ?? []) : []
  return { head: [step, ...top], classes: elementCount(shapes.get(output)!) }
}

function collectRoots(
  tensor: string,
  values: ReadonlyMap<string, Value | HostValue>,
  makers: ReadonlyMap<string, SourceNode>,
  roots: Set<Leaf>,
): void {
  const value = values.get(tensor)
  if (value === undefined) return
  if (value.kind !== 'host') {
    for (const draft of drafts(value)) roots.add(draft)
    return
  }
  for (const input of makers.get(tensor)?.inputs ?? []) collectRoots(input, values, makers, roots)
}

/** Nodes between two tensors, in evaluation order. */
export function nodesBetween(
  output: string,
  from: string,
  makers: ReadonlyMap<string, SourceNode>,
): SourceNode[] {
  const nodes: SourceNode[] = []
  const seen = new Set<string>([from])
  const visit = (tensor: string): void => {
    const node = makers.get(tensor)
    if (node === undefined || seen.has(tensor)) return
    for (const name of node.outputs) seen.add(name)
    for (const input of node.inputs) visit(input)
    nodes.push(node)
  }
  visit(output)
  return nodes
}

/** Whether each node works on the result of the one before, once. */
function isChain(nodes: readonly SourceNode[], from: string): boolean {
  let tensors = [from]
  return nodes.every((node) => {
    const uses = node.inputs.filter((name) => tensors.includes(name)).length
    tensors = [...node.outputs]
    return uses === 1
  })
}
