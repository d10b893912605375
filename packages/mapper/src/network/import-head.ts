import { OnnxFormatError, UnsupportedError } from '../errors.js'
import type { SourceNode } from '../graph/source-graph.js'
import { elementCount } from '../graph/tensor.js'
import type { Draft } from './draft.js'
import type { HeadStep } from './head.js'
import { type HostInput, packHostGraph } from './host-graph.js'
import type { HostParts } from './host-parts.js'
import { type HostValue, oneEach } from './host-value.js'
import { readHead } from './read-head.js'
import type { Value } from './value.js'

/** What the host does behind the last layer. */
export interface ImportedHead {
  /** The layer whose sums go to the host. */
  readonly root: Draft
  readonly head: readonly HeadStep[]
  readonly classes: number
}

/**
 * Finds the layer whose sums leave the chip last, and the host's part behind it. Other sums that this part needs are kept.
 *
 * @param drafts - in evaluation order
 * @throws UnsupportedError when nothing runs on the chip
 */
export function importHead(parts: HostParts, allDrafts: readonly Draft[]): ImportedHead {
  const { source, values, constants } = parts
  const [output] = source.outputs
  const { nodes, inputs, roots, needs } = parts.gather(output, false)
  const root = lastRoot(parts, roots, allDrafts)
  const others = inputs.filter(({ tensor }) => tensor !== root.body.tensor)
  const reason = reasonOf(values.get(output))
  if (others.length > 0) parts.addKeeping(`${output}/kept`, reason, others)
  for (const name of needs) parts.keep(name)
  const kept = [...needs, ...others.map(({ tensor }) => tensor)].map((name) => parts.shaped(name))
  const units = root.body.weightUnits.map((unit) => unit * root.body.inLevels.unit)
  const pixels = root.output.height * root.output.width
  if (kept.length === 0 && pixels === 1 && isChain(nodes, root.body.tensor)) {
    const head = readHead(nodes, root.body.tensor, units, constants)
    if (head !== undefined) return { root, head, classes: root.output.channels }
  }
  return { root, ...graphHead(parts, nodes, root, kept, reason) }
}

/** The last layer of those whose sums the head needs, or else of those that any part of the host takes something of. */
function lastRoot(
  { source, segments, refusals }: HostParts,
  roots: readonly Draft[],
  allDrafts: readonly Draft[],
): Draft {
  const latest = (list: readonly Draft[]) =>
    list.toSorted((a, b) => allDrafts.indexOf(a) - allDrafts.indexOf(b)).at(-1)
  const root = latest(roots) ?? latest(segments.flatMap((segment) => segment.roots))
  if (root !== undefined) return root
  if (refusals.length > 0) throw new UnsupportedError(oneEach(refusals))
  throw new OnnxFormatError(source.name, 'the graph has no layer with weights')
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
  parts: HostParts,
  nodes: readonly SourceNode[],
  root: Draft,
  needs: readonly HostInput[],
  reason: string,
): Omit<ImportedHead, 'root'> {
  const { shapes, constants, source } = parts
  const { body } = root
  const last = nodes.at(-1)
  const choice = last && CHOICES.has(last.operator) ? last : undefined
  const kept = choice ? nodes.slice(0, -1) : nodes
  const output = choice ? choice.inputs[0] : source.outputs[0]
  const shape = parts.sumShape(root)
  const step: HeadStep = {
    op: 'graph',
    reason,
    units: Array.from(body.weightUnits, (unit) => unit * body.inLevels.unit),
    places: Array.from(body.places ?? []),
    graph: packHostGraph(kept, { tensor: body.tensor, shape }, output, constants),
    ...(needs.length > 0 && { needs }),
  }
  const top: HeadStep[] = choice ? (readHead([choice], output, Float64Array.of(1), constants) ?? []) : []
  return { head: [step, ...top], classes: elementCount(shapes.get(output)!) }
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
