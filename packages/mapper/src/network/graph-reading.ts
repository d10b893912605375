import { OnnxFormatError, UnsupportedError } from '../errors.js'
import type { FoldedGraph } from '../graph/fold-constants.js'
import type { SourceGraph, SourceNode } from '../graph/source-graph.js'
import { findOperator } from '../operators/table.js'
import { attempt } from './attempt.js'
import { ChipValues } from './chip-values.js'
import { Draft } from './draft.js'
import type { GraphState } from './graph-state.js'
import { HostParts } from './host-parts.js'
import { type HostValue, hostReasons, isOfInput, oneEach } from './host-value.js'
import { hostReason, importHead } from './import-head.js'
import { chooseInput, hostLevels, inputValueOf, packStem, stemOf } from './import-stem.js'
import { guessInputScale, inputValue } from './input-code.js'
import { InputSource } from './input-source.js'
import { readIds } from './layer.js'
import { namedByResult } from './layer-name.js'
import type { LinearWeights } from './linear-weights.js'
import { countUses, neededNodes, neededParts } from './needed.js'
import type { Network } from './network.js'
import type { InputScale, NetworkInput } from './network-input.js'
import { nodesBetween } from './nodes-between.js'
import type { Placement } from './placement.js'
import { isCoded, isUnmade, leafOf } from './real-chain.js'
import { refuse } from './refuse.js'
import { addedAverages, shortcutEntry } from './shortcuts.js'
import type { Stem } from './stem.js'
import { stemRange } from './stem-range.js'
import type { Value } from './value.js'
import { wideInput } from './wide-input.js'
import { chooseUnits, type WideChoice } from './wide-units.js'
import { WideValues } from './wide-values.js'

const BYTE_MAX = 255

/** One reading of a graph: walks the nodes in evaluation order and finds what each computed tensor is in terms of layers. */
export class GraphReading {
  readonly #state: GraphState
  readonly #chip: ChipValues
  readonly #nodes: readonly SourceNode[]
  /** What the host makes where wide values enter. */
  #stem: Stem | undefined
  #wideInput: NetworkInput | undefined
  #entry: string | undefined
  readonly #averages: Set<string>

  /**
   * @param weights - of nodes that have been read before
   * @param known - what readings before this one have found out about wide values
   */
  constructor(
    source: SourceGraph,
    folded: FoldedGraph,
    weights: Map<SourceNode, LinearWeights>,
    inputScale: InputScale | undefined,
    readonly known: WideChoice,
    placement: Placement,
  ) {
    this.#nodes = neededNodes(source, folded)
    this.#entry = known.entry
    this.#averages = new Set(known.averages)
    const constants = new Map(folded.constants)
    const uses = countUses(this.#nodes, source.outputs[0])
    const drafts: Draft[] = []
    const { name, shape } = source.input
    const graphInput = { shape, scale: inputScale ?? guessInputScale(source, constants) }
    const values = new Map<string, Value | HostValue>([
      [name, inputValueOf(new InputSource(name, shape, graphInput))],
    ])
    const makers = new Map<string, SourceNode>()
    const wide = new WideValues(
      constants,
      known.units,
      placement.wide,
      (draft) => drafts.push(draft),
      (tensor) => uses.get(tensor) === 1,
    )
    const parts = new HostParts(source, values, makers, folded.shapes, constants, placement.levels)
    const graph = { source, folded, placement, graphInput, constants }
    this.#state = { ...graph, values, makers, uses, drafts, wide, parts }
    this.#chip = new ChipValues(this.#state, weights, this.#averages)
  }

  network(): Network {
    const { source, parts, drafts, makers } = this.#state
    for (const node of this.#nodes) this.#add(node)
    this.#real(this.#nodes.at(-1), source.outputs[0])
    const { root, head, classes } = importHead(parts, drafts)
    const last = root.add({ pool: undefined, quantiser: undefined })
    const made = drafts.flatMap((draft) => draft.layers()).map((layer) => namedByResult(layer, makers))
    const needs = new Set(
      head.flatMap((step) => (step.op === 'graph' ? (step.needs ?? []) : []).map(({ tensor }) => tensor)),
    )
    const keeping = parts.segments.filter(({ keeps }) => [...keeps].some((name) => needs.has(name)))
    const { layers, segments } = neededParts(made, parts.segments, keeping, last)
    const own = { name: source.name, source, layers, classes, head }
    const reads = new Set(layers.flatMap(readIds))
    if (this.#stem !== undefined) {
      const kept = segments.map(([segment, before]) => parts.finish(segment, before, reads))
      return { ...own, input: this.#wideInput!, stem: parts.finishStem(this.#stem), segments: kept }
    }
    const first = chooseInput(segments, reads)
    if (first === undefined) throw new OnnxFormatError(source.name, 'the graph has no layer with weights')
    const others = segments.filter(([segment]) => segment !== first)
    return {
      ...own,
      input: first.source!.input!,
      stem: stemOf(first, this.#state),
      segments: others.map(([segment, before]) => parts.finish(segment, before, reads)),
    }
  }

  /** What is known about wide values by now. */
  choice(): WideChoice {
    return { units: chooseUnits(this.#state.wide.records), entry: this.#entry, averages: this.#averages }
  }

  #add(node: SourceNode): void {
    for (const output of node.outputs) this.#state.makers.set(output, node)
    const value = this.#entering(node) ?? this.#value(node)
    for (const output of node.outputs) this.#state.values.set(output, value)
    const [tensor] = node.outputs
    // what several nodes read is made once
    const wanted = this.known.units.has(tensor) || (this.#state.uses.get(tensor) ?? 0) > 1
    if (wanted) this.#real(node, tensor)
  }

  /** Turns a real value into a wide one, where it can be. */
  #real(node: SourceNode | undefined, tensor: string): void {
    const value = this.#state.values.get(tensor)
    if (node === undefined || value === undefined || value.kind === 'host' || isCoded(value)) return
    const leaf = leafOf(value)
    const isSum = isUnmade(leaf?.draft)
    if (!isSum && !(this.known.units.has(tensor) && leaf?.draft instanceof Draft)) return
    const wide = attempt(() => this.#state.wide.of(node, value))
    if (wide !== undefined) this.#state.values.set(tensor, wide)
    else if (isSum) {
      const reason = refuse(node, 'the post unit cannot make its real map')
      this.#state.values.set(tensor, { kind: 'host', tensor, ofInput: false, reason })
    }
  }

  /** The real map that the host hands over. */
  #entering(node: SourceNode): Value | undefined {
    const [tensor] = node.outputs
    if (tensor !== this.known.entry) return undefined
    const { source, graphInput, constants, makers, folded, wide, parts } = this.#state
    const { name, shape } = source.input
    const { scale } = graphInput
    const nodes = nodesBetween(tensor, name, makers)
    const own = folded.shapes.get(tensor)!
    const ends = { tensor: name, shape, low: inputValue(scale, 0), high: inputValue(scale, BYTE_MAX) }
    const range = stemRange(nodes, tensor, ends, constants)
    const entering = new InputSource(tensor, own, graphInput)
    const reason = 'real values enter the chip, whose sums they are added to'
    const wideUnit = wide.unitOf(tensor)
    this.#stem = { ...packStem(nodes, tensor, graphInput, source, constants, reason), wideUnit }
    parts.addStem(nodes)
    const entry = wideInput(entering, wideUnit)
    this.#wideInput = entry
    const value = inputValueOf(entering)
    return wide.entering(entry.id, value, entry.map, range)
  }

  #value(node: SourceNode): Value | HostValue {
    const operands = node.inputs.map((name) => this.#state.values.get(name))
    const [tensor] = node.outputs
    const reasons = hostReasons(node, operands)
    const ofInput = operands.every((operand) => operand === undefined || isOfInput(operand))
    if (this.#state.placement.wide) {
      this.#entry ??= shortcutEntry(node, operands, this.#state)
      for (const average of addedAverages(node, operands, this.#state)) this.#averages.add(average)
    }
    try {
      const own = operands as (Value | undefined)[]
      const operator = findOperator(node)
      const kind = typeof operator === 'string' ? 'host' : operator.kind
      if (kind === 'linear') return this.#chip.layer(node, own, reasons)
      if (reasons.length === 0) return this.#chip.of(node, own)
      const values = kind === 'quantiser' ? hostLevels(node, this.#state.constants) : undefined
      if (values !== undefined)
        return this.#chip.inputs.made(tensor, { values, reason: hostReason(reasons), ofInput })
      return { kind: 'host', tensor, ofInput, reason: new UnsupportedError(reasons) }
    } catch (error) {
      if (!(error instanceof UnsupportedError)) throw error
      this.#state.parts.refusals.push(...error.nodes)
      for (const name of node.inputs) this.#real(node, name)
      return {
        kind: 'host',
        tensor,
        ofInput,
        reason: new UnsupportedError(oneEach([...reasons, ...error.nodes])),
      }
    }
  }
}
