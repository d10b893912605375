import { OnnxFormatError, UnsupportedError } from '../errors.js'
import type { FoldedGraph } from '../graph/fold-constants.js'
import { normalise } from '../graph/normalise.js'
import type { SourceGraph, SourceNode } from '../graph/source-graph.js'
import { elementCount, scalar, type Tensor } from '../graph/tensor.js'
import { findOperator } from '../operators/table.js'
import { isInput, joinValue, movedValue, padValue, poolValue, stepValue } from './build-value.js'
import { ChannelFunction } from './channel-function.js'
import { Draft } from './draft.js'
import { exchanged } from './ground.js'
import { HostParts } from './host-parts.js'
import { type HostValue, hostReasons, isOfInput, oneEach } from './host-value.js'
import { hostReason, importHead } from './import-head.js'
import { chooseInput, hostLevels, inputValueOf, numbered, packStem, stemOf } from './import-stem.js'
import { guessInputScale, inputValue } from './input-code.js'
import { type HostMade, InputSource } from './input-source.js'
import { type LinearWeights, linearDraft, linearWeights } from './linear-draft.js'
import { countUses, neededNodes, neededParts } from './needed.js'
import { type InputScale, type Network, type NetworkInput, readIds } from './network.js'
import { nodesBetween } from './nodes-between.js'
import { ANY_CHIP, type Placement } from './placement.js'
import { isCoded, isReal, isUnmade, leafOf } from './real-chain.js'
import { fallsBelowZero } from './real-step.js'
import { isGating, realAverage, realProduct, realSum } from './real-values.js'
import { refuse } from './refuse.js'
import { cutPoint, type Settled, settle } from './settle.js'
import type { Stem } from './stem.js'
import { stemRange } from './stem-range.js'
import { isSum, operandsJoined, sumDraft } from './sum-draft.js'
import { drafts, type Value } from './value.js'
import { chooseUnits, NOTHING_WIDE, sameChoice, type WideChoice } from './wide-units.js'
import { NO_WIDE, WideValues } from './wide-values.js'
import { windowDraft } from './window-draft.js'

/** Readings of a graph beside one for each of its nodes: every reading settles one of them at least. */
const READINGS_MORE = 8

/**
 * Turns a source graph into a network of exact integer layers, and parts of the host between them.
 *
 * Real maps are wide where the chip of `placement` has them and none has to go to the host and come back; else the host
 * keeps them all.
 *
 * @param placement - what a chip can do. Default: all that some chip can
 * @throws UnsupportedError, OnnxFormatError
 */
export function importGraph(
  source: SourceGraph,
  inputScale?: InputScale,
  placement: Placement = ANY_CHIP,
): Network {
  const folded = normalise(source)
  const read = (limits: Placement) => readGraph(source, folded, inputScale, limits)
  const narrow = { ...placement, wide: false }
  let network: Network
  try {
    network = read(placement)
  } catch (error) {
    if (!placement.wide || !(error instanceof UnsupportedError)) throw error
    return otherwise(() => read(narrow), error)
  }
  const { layers, segments } = network
  if (segments.length === 0 || !layers.some(({ kind, scale }) => kind === 'wide' || scale)) return network
  return read(narrow)
}

/** What another way gives; the first error where that fails too. */
function otherwise<T>(make: () => T, first: UnsupportedError): T {
  try {
    return make()
  } catch (error) {
    throw error instanceof UnsupportedError ? first : error
  }
}

/**
 * Reads a graph.
 *
 * Which maps are wide, their units, and where the host hands real values over turn out on the way; so a graph that has
 * such is read again, knowing them.
 */
function readGraph(
  source: SourceGraph,
  folded: FoldedGraph,
  inputScale: InputScale | undefined,
  placement: Placement,
): Network {
  const weights = new Map<SourceNode, LinearWeights>()
  let known = NOTHING_WIDE
  for (let readings = source.nodes.length + READINGS_MORE; readings > 0; readings--) {
    const attempt = new GraphImport(source, folded, weights, inputScale, known, placement)
    let network: Network | undefined
    let fault: unknown
    try {
      network = attempt.network()
    } catch (error) {
      fault = error
    }
    const next = attempt.choice()
    if (sameChoice(known, next)) {
      if (network === undefined) throw fault
      return network
    }
    known = next
  }
  throw new UnsupportedError([{ node: source.name, reason: 'the units of its real maps do not settle' }])
}

const BYTE_MAX = 255

/** Walks the nodes in evaluation order and finds what each computed tensor is in terms of layers. */
class GraphImport {
  readonly constants: Map<string, Tensor>
  readonly graphInput: InputSource['graphInput']
  readonly parts: HostParts
  /** Maps that the host makes for the chip, by tensor. */
  readonly made = new Map<string, Value>()
  readonly values = new Map<string, Value | HostValue>()
  readonly drafts: Draft[] = []
  /** Layers that copy the input, by the tensor that they copy. */
  readonly copies = new Map<string, Value>()
  /** The node that makes each computed tensor, with those that the import put in place of others. */
  readonly makers = new Map<string, SourceNode>()
  readonly wide: WideValues
  /** Uses of each tensor. */
  readonly #uses: ReadonlyMap<string, number>
  readonly #nodes: readonly SourceNode[]
  /** What the host makes where wide values enter. */
  #stem: Stem | undefined
  #wideInput: NetworkInput | undefined
  #entry: string | undefined
  readonly #averages: Set<string>

  constructor(
    readonly source: SourceGraph,
    readonly folded: FoldedGraph,
    /** Of nodes that have been read before. */
    readonly weights: Map<SourceNode, LinearWeights>,
    inputScale: InputScale | undefined,
    readonly known: WideChoice,
    readonly placement: Placement,
  ) {
    this.constants = new Map(folded.constants)
    this.#nodes = neededNodes(source, folded)
    this.#uses = countUses(this.#nodes, source.outputs[0])
    this.#entry = known.entry
    this.#averages = new Set(known.averages)
    this.wide = new WideValues(
      this.constants,
      known.units,
      placement.wide,
      (draft) => this.drafts.push(draft),
      (tensor) => this.#uses.get(tensor) === 1,
    )
    const { name, shape } = source.input
    const scale = inputScale ?? guessInputScale(source, this.constants)
    this.graphInput = { shape, scale }
    this.values.set(name, inputValueOf(new InputSource(name, shape, this.graphInput)))
    const { makers, values } = this
    this.parts = new HostParts(source, values, makers, folded.shapes, this.constants, placement.levels)
  }

  network(): Network {
    const { source } = this
    for (const node of this.#nodes) this.#add(node)
    this.#real(this.#nodes.at(-1), source.outputs[0])
    const { root, head, classes } = importHead(this.parts, this.drafts)
    const last = root.add({ pool: undefined, quantiser: undefined })
    const made = this.drafts.flatMap((draft) => draft.layers())
    const { parts } = this
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
      stem: stemOf(first, this),
      segments: others.map(([segment, before]) => parts.finish(segment, before, reads)),
    }
  }

  /** What is known about wide values by now. */
  choice(): WideChoice {
    return { units: chooseUnits(this.wide.records), entry: this.#entry, averages: this.#averages }
  }

  #add(node: SourceNode): void {
    for (const output of node.outputs) this.makers.set(output, node)
    const value = this.#entering(node) ?? this.#value(node)
    for (const output of node.outputs) this.values.set(output, value)
    const [tensor] = node.outputs
    // what several nodes read is made once
    const wanted = this.known.units.has(tensor) || (this.#uses.get(tensor) ?? 0) > 1
    if (wanted) this.#real(node, tensor)
  }

  /** Turns a real value into a wide one, where it can be. */
  #real(node: SourceNode | undefined, tensor: string): void {
    const value = this.values.get(tensor)
    if (node === undefined || value === undefined || value.kind === 'host' || isCoded(value)) return
    const leaf = leafOf(value)
    const isSum = isUnmade(leaf?.draft)
    if (!isSum && !(this.known.units.has(tensor) && leaf?.draft instanceof Draft)) return
    const wide = this.#attempt(() => this.wide.of(node, value))
    if (wide !== undefined) this.values.set(tensor, wide)
    else if (isSum) {
      const reason = refuse(node, 'the post unit cannot make its real map')
      this.values.set(tensor, { kind: 'host', tensor, ofInput: false, reason })
    }
  }

  #attempt<T>(make: () => T): T | undefined {
    try {
      return make()
    } catch (error) {
      if (error instanceof UnsupportedError) return undefined
      throw error
    }
  }

  /** The real map that the host hands over. */
  #entering(node: SourceNode): Value | undefined {
    const [tensor] = node.outputs
    if (tensor !== this.known.entry) return undefined
    const { source, graphInput, constants, makers, folded, wide } = this
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
    this.parts.addStem(nodes)
    const entry = entering.settleWide(wideUnit)
    this.#wideInput = entry
    const value = inputValueOf(entering)
    return wide.entering(entry.id, value, entry.map, range)
  }

  #value(node: SourceNode): Value | HostValue {
    const operands = node.inputs.map((name) => this.values.get(name))
    const [tensor] = node.outputs
    const reasons = hostReasons(node, operands)
    const ofInput = operands.every((operand) => operand === undefined || isOfInput(operand))
    if (this.placement.wide) {
      this.#findEntry(node, operands)
      this.#findAverages(node, operands)
    }
    try {
      const own = operands as (Value | undefined)[]
      const operator = findOperator(node)
      const kind = typeof operator === 'string' ? 'host' : operator.kind
      if (kind === 'linear') return this.#linear(node, own, reasons)
      if (reasons.length === 0) return this.#chipValue(node, own)
      const values = kind === 'quantiser' ? hostLevels(node, this.constants) : undefined
      if (values !== undefined) return this.#made(tensor, { values, reason: hostReason(reasons), ofInput })
      return { kind: 'host', tensor, ofInput, reason: new UnsupportedError(reasons) }
    } catch (error) {
      if (!(error instanceof UnsupportedError)) throw error
      this.parts.refusals.push(...error.nodes)
      for (const name of node.inputs) this.#real(node, name)
      return {
        kind: 'host',
        tensor,
        ofInput,
        reason: new UnsupportedError(oneEach([...reasons, ...error.nodes])),
      }
    }
  }

  /** Averages of the chip's sums that the host would make, but that are added to other maps. */
  #findAverages(node: SourceNode, operands: readonly (Value | HostValue | undefined)[]): void {
    if (!['Add', 'Sub'].includes(node.operator)) return
    for (const [i, operand] of operands.entries()) {
      if (operand?.kind !== 'host' || operand.ofInput || operands[1 - i] === undefined) continue
      for (let tensor: string | undefined = node.inputs[i]; tensor !== undefined; ) {
        const maker: SourceNode | undefined = this.makers.get(tensor)
        const from: string | undefined = maker?.inputs.find((name) => this.values.has(name))
        const operator = maker && findOperator(maker)
        const averages = typeof operator === 'object' && operator.kind === 'average'
        if (averages && from && this.values.get(from)?.kind !== 'host') this.#averages.add(tensor)
        tensor = this.values.get(from ?? '')?.kind === 'host' ? from : undefined
      }
    }
  }

  /** Where a real map of the host is added to one of the chip: the host hands over what it comes from. */
  #findEntry(node: SourceNode, operands: readonly (Value | HostValue | undefined)[]): void {
    if (this.#entry !== undefined || operands.length !== 2 || !['Add', 'Sub'].includes(node.operator)) return
    const i = operands.findIndex((operand) => operand?.kind === 'host' && operand.ofInput)
    const other = operands[1 - i]
    if (i < 0 || other === undefined || other.kind === 'host' || isOfInput(other)) return
    let tensor = node.inputs[i]
    for (;;) {
      const maker = this.makers.get(tensor)
      const before = maker?.inputs.filter((name) => this.values.has(name)) ?? []
      const [from] = before
      if (this.#uses.get(tensor)! > 1 || before.length !== 1 || from === this.source.input.name) break
      tensor = from
    }
    this.#entry = tensor
  }

  /** A map that the host makes, should a layer read it. */
  #made(tensor: string, made: HostMade): Value {
    const known = this.made.get(tensor)
    if (known !== undefined) return known
    const shape = this.folded.shapes.get(tensor)!
    const value = {
      ...inputValueOf(new InputSource(tensor, shape, this.graphInput, made)),
      levels: made.values,
    }
    this.made.set(tensor, value)
    return value
  }

  /** A layer reads what enters: the graph's input, or what the host makes. */
  #enter(entering: InputSource): void {
    if (this.parts.segments.some(({ source }) => source === entering)) return
    this.parts.add(entering, entering.made?.reason ?? 'bytes become planes')
  }

  #chipValue(node: SourceNode, operands: readonly (Value | undefined)[]): Value {
    const operator = findOperator(node)
    const [from] = operands
    const kind = typeof operator === 'string' ? 'host' : operator.kind
    if (isSum(node, operands)) return this.#sum(node, operands as Value[])
    if (isGating(node, operands) && !this.placement.wide) throw refuse(node, NO_WIDE)
    if (isGating(node, operands)) return realProduct(node, operands as Value[])
    if (kind === 'monotone' || kind === 'quantiser') return stepValue(node, operands, this.folded)
    if (kind === 'join' && operands.some((part) => part && isReal(part)))
      return this.#wideJoin(node, operands)
    if (kind === 'join') {
      const parts = operands.map((part) => (part && isInput(part) ? this.#copied(node, part) : part))
      return joinValue(node, parts, this.folded)
    }
    if (from === undefined || operands.some((operand, i) => operand && i > 0)) {
      throw refuse(node, 'an operand that must be constant is computed')
    }
    const map = kind === 'average' ? from : this.#grounded(node, from)
    switch (kind) {
      case 'move':
        return movedValue(node, map, this.folded)
      case 'pad':
        return padValue(node, map, this.folded)
      case 'pool':
        return poolValue(node, isInput(map) ? this.#copied(node, map) : map, this.folded)
      case 'average':
        return this.#average(node, from)
      default:
        throw refuse(node, 'it is no layer, and no function of each element, so it has no place on the chip')
    }
  }

  /** A layer; one with real weights, or with inputs that are not quantised, is left to the host. */
  #linear(
    node: SourceNode,
    operands: readonly (Value | undefined)[],
    reasons: UnsupportedError['nodes'],
  ): Value {
    const weights =
      this.weights.get(node) ?? linearWeights(node, { ...this.folded, constants: this.constants })
    this.weights.set(node, weights)
    const shape = this.folded.shapes.get(node.outputs[0])!
    if (reasons.length > 0) throw refuse(node, 'its input is a real map of the host')
    const flat = node.operator === 'MatMul' && elementCount(shape) === weights.tensor.shape[1]
    const settled = this.#settle(node, operands[0]!, flat)
    const base = linearDraft(node, settled, weights, shape)
    this.drafts.push(base.draft as Draft)
    return base
  }

  /** Codes of a value: made on the chip, where it can make them, else by the host. */
  #settle(node: SourceNode, value: Value, flat = false): Settled {
    const refuseHere = (reason: string) => refuse(node, reason)
    const [source] = drafts(value)
    if (source instanceof InputSource) {
      const settled = source.settle(value, this.constants, flat, refuseHere)
      this.#enter(source)
      return settled
    }
    try {
      const settled = settle(this.#grounded(node, value), this.constants, refuseHere)
      const { levels } = this.placement
      if (settled.levels.count <= levels) return settled
      throw refuseHere(`its input has ${settled.levels.count} levels, the post unit makes at most ${levels}`)
    } catch (error) {
      const cut = error instanceof UnsupportedError ? this.#cut(value, error) : undefined
      if (cut === undefined) throw error
      return this.#settle(node, cut, flat)
    }
  }

  /** The value with its last quantiser, or what is moved behind it, on the host; undefined where its values are many. */
  #cut(value: Value, fault: UnsupportedError): Value | undefined {
    const isKnown = (tensor: string) => this.folded.shapes.has(tensor)
    const at = cutPoint(value, isKnown)
    if (!isKnown(at.tensor)) return undefined
    const lists = new ChannelFunction(at, this.constants).levels()
    const values = lists && numbered(lists.flat())
    if (values === undefined) return undefined
    const reason = hostReason(fault.nodes)
    return this.#behind(value.tensor, at.tensor, this.#made(at.tensor, { values, reason, ofInput: false }))
  }

  /** What the nodes behind a tensor make of another value of it. */
  #behind(tensor: string, from: string, value: Value): Value {
    if (tensor === from) return value
    const node = this.makers.get(tensor)!
    const operands = node.inputs.map((name) =>
      this.values.has(name) ? this.#behind(name, from, value) : undefined,
    )
    return this.#chipValue(node, operands)
  }

  /** The value without sums that no layer makes, and without functions that are not monotone: those become wide values. */
  #grounded(node: SourceNode, value: Value): Value {
    return exchanged(value, (part) => {
      const bent = leafOf(part) !== undefined && !this.#isMonotone(part)
      const isSum = part.kind === 'base' && isUnmade(part.draft)
      return bent || isSum ? this.wide.of(node, part) : undefined
    })
  }

  /** Whether a step rises, or falls, everywhere; one with a slope below 0 does not. */
  #isMonotone(value: Value): boolean {
    return value.kind !== 'step' || !fallsBelowZero(value, this.constants)
  }

  /** A layer of single pixels that copies codes of the input, so that they can be pooled or joined. */
  #copied(node: SourceNode, from: Value): Value {
    const known = this.copies.get(from.tensor)
    if (known !== undefined) return known
    const identity = { ...node, operator: 'Identity' }
    const { sums } = windowDraft(identity, this.#settle(node, from), `${from.tensor}/copy`)
    this.drafts.push(sums.draft as Draft)
    this.copies.set(from.tensor, sums)
    return sums
  }

  /** A layer that adds two maps of codes, or the sum of two real maps. */
  #sum(node: SourceNode, operands: readonly Value[]): Value {
    const quantised = operands.every(
      (part) => isInput(part) || new ChannelFunction(part, this.constants).levels() !== undefined,
    )
    if (!quantised && !this.placement.wide) throw refuse(node, NO_WIDE)
    if (!quantised) return realSum(node, operands)
    const [a, b] = operands.map((part) => (isInput(part) ? this.#copied(node, part) : part))
    const base = sumDraft(node, this.#settle(node, operandsJoined(node, a, b)))
    this.drafts.push(base.draft as Draft)
    return base
  }

  /** Channels of real maps, one after another. */
  #wideJoin(node: SourceNode, operands: readonly (Value | undefined)[]): Value {
    const value = joinValue(node, operands, this.folded)
    const parts = operands.map((part) => this.wide.of(node, part!))
    return this.wide.joined(node, parts, value)
  }

  /** A layer that sums windows, and the division by their size. */
  #average(node: SourceNode, from: Value): Value {
    if (isReal(from) || this.#averages.has(node.outputs[0])) {
      const wide = this.wide.of(node, from)
      const { window, value } = realAverage(node, wide, this.folded)
      return this.wide.averaged(wide, window, value)
    }
    const [result] = node.outputs
    const { sums, count } = windowDraft(node, this.#settle(node, from), `${result}/sum`)
    this.drafts.push(sums.draft as Draft)
    const size = `${result}/count`
    this.constants.set(size, scalar(count))
    const divide: SourceNode = {
      ...node,
      operator: 'Div',
      inputs: [sums.tensor, size],
      attributes: new Map(),
    }
    this.makers.set(result, divide)
    const folded = { ...this.folded, shapes: new Map([[result, sums.layout.shape]]) }
    return stepValue(divide, [sums, undefined], folded)
  }
}
